import assert from "node:assert/strict";
import { isDatabaseAway } from "../../src/database/connect/server_error.ts";
import { connect, type Sql } from "../../src/database/connect/sql.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { amount, figure } from "../support/figures.ts";
import { type TcpProxy, tcpProxy } from "../support/servers/tcp_proxy.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const faults = amount("FAULT_ROUNDS", 1) * 40;
const workers = 6;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a worker was told, and what of it was wrong. */
class Diary {
  readonly committed = new Set<number>();
  readonly wrong: string[] = [];
  asked = 0;
  lost = 0;
}

/** Statements and transactions without an end, each of which is right or lost. */
async function work(sql: Sql, diary: Diary, next: () => number, isOver: () => boolean) {
  while (!isOver()) {
    const number = next();
    try {
      const [row] = await sql`select ${number}::int as number, ${"x".repeat(number % 3000)}::text`;
      if (row?.["number"] !== number) diary.wrong.push(`asked for ${number}: ${row?.["number"]}`);
      await sql.begin(async (transaction) => {
        for (const part of [1, 2, 3]) {
          // a caller that goes on after a loss must not write anywhere
          await transaction`insert into written values (${number}, ${part})`.catch((fault) => {
            if (part === 3) throw fault;
          });
          if (number % 2 === 0) await pause(number % 5);
        }
      });
      diary.committed.add(number);
    } catch (fault) {
      if (!isDatabaseAway(fault) && !(fault instanceof TypeError)) diary.wrong.push(String(fault));
      diary.lost++;
    }
    diary.asked++;
  }
}

async function sabotage(proxy: TcpProxy, admin: Sql): Promise<void> {
  for (let fault = 0; fault < faults; fault++) {
    await pause(Math.random() * 40);
    if (fault % 2 === 0) proxy.reset();
    else {
      await admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'victim'`;
    }
  }
}

Deno.test({
  name: "whenever connections are lost, each statement is answered rightly or lost, and no row " +
    "is outside its transaction",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using proxy = await tcpProxy(server.port);
    const admin = connect({ url: server.url }, { max: 1 });
    await admin`create table written (number int, part int)`;
    const url = `postgres://site@127.0.0.1:${proxy.port}/postgres?application_name=victim`;
    const sql = connect({ url }, { max: 4 });
    const diary = new Diary();
    let number = 0;
    let isOver = false;
    const working = Array.from(
      { length: workers },
      () => work(sql, diary, () => ++number, () => isOver),
    );
    await sabotage(proxy, admin);
    isOver = true;
    await Promise.all(working);
    assert.deepEqual(diary.wrong, []);
    const rows = await admin<{ number: number; parts: number }[]>`
      select number, count(*)::int as parts from written group by number`;
    assert.deepEqual(rows.filter(({ parts }) => parts !== 3), []);
    const there = new Set(rows.map((row) => row.number));
    assert.deepEqual([...diary.committed].filter((one) => !there.has(one)), []);
    assert.ok(diary.lost > 0 && diary.committed.size > 0);
    figure("connections to the database lost in mid-statement", diary.lost);
    await Promise.all([sql.end(), admin.end()]);
  },
});
