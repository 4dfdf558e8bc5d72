import assert from "node:assert/strict";
import type { Database } from "../../src/database/open_database.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { amount, figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { mayMakeHosts, type OtherHost, otherHost } from "../support/host/other_host.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey, outcomeOf } from "../support/program/outcome.ts";
import type { RunningIntake } from "../support/program/running_intake.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { type TcpProxy, tcpProxy } from "../support/servers/tcp_proxy.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("ip", ...debianServerTools) || !await mayMakeHosts();
/** More with `WORKER_KILLS=100 deno task test:system`. */
const kills = amount("WORKER_KILLS", 6);
const folders = 20 + kills;

const commands = [["watch"], ["watch"], ["queue", "--follow"], ["queue", "--follow"]] as const;

/** One of the processes, on a host of its own; it is started again whenever it was killed. */
class Worker {
  #running: RunningIntake | undefined;

  constructor(
    readonly intake: IntakeUnderTest,
    readonly command: readonly ["watch" | "queue", ...string[]],
    readonly host: OtherHost,
    readonly proxy: TcpProxy,
    readonly number: number,
  ) {}

  start(): RunningIntake {
    const [name, ...args] = this.command;
    const database = new URL(this.intake.env["DATABASE_URL"] ?? "");
    database.host = `${this.host.gateway}:${this.proxy.port}`;
    this.#running = this.intake.startUnder(this.host.words, name, args, {
      DATABASE_URL: database.href,
      STATE_DIR: `${this.intake.directory}/state-${this.number}`,
    });
    return this.#running;
  }

  async kill(): Promise<void> {
    await this.#running?.stop("SIGKILL");
    this.start();
  }

  async stop(): Promise<void> {
    await this.#running?.until(({ event }) => event === `${this.command[0]}.started`);
    assert.equal((await this.#running?.stop())?.code, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running?.[Symbol.asyncDispose]();
    await this.proxy[Symbol.asyncDispose]();
    await this.host[Symbol.asyncDispose]();
  }
}

async function untilAllEnded({ sql }: Database): Promise<void> {
  for (let ended = 0; ended < folders;) {
    const [row] = await sql`
      select count(*)::int as n, pg_sleep(0.1)
      from batch where status in ('DONE', 'ERROR', 'EMPTY')`;
    ended = Number(row?.["n"]);
  }
}

/** So that kills come while something happens: waits until some Batch has moved again. */
async function untilMoved({ sql }: Database): Promise<void> {
  const moves = async (): Promise<number> =>
    Number((await sql`select count(*)::int as n from batch_event`)[0]?.["n"]);
  for (const before = await moves(); await moves() === before;);
}

function prepare(directory: string, env: Record<string, string>): IntakeUnderTest {
  Deno.mkdirSync(directory);
  return new IntakeUnderTest(directory, {
    SETTLE: "0",
    LEASE: "3",
    MAX_ATTEMPTS: "99",
    SCAN_EVERY: "1s",
    LOG_LEVEL: "debug",
    CONCURRENCY: "2",
    WORKERS: "1",
    ...fixedKey(directory),
    ...env,
  });
}

Deno.test({
  name: "two watchers and two queues on hosts of their own, killed at random, do everything once",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const intake = prepare(`${directory.path}/many`, { DATABASE_URL: server.url });
    const calm = prepare(`${directory.path}/calm`, {});
    const database = await intake.database();
    await using workers = new AsyncDisposableStack();
    const all: Worker[] = [];
    for (const [number, command] of commands.entries()) {
      const host = await otherHost(number + 2);
      const proxy = await tcpProxy(server.port, host.gateway);
      const worker = workers.use(new Worker(intake, command, host, proxy, number));
      worker.start();
      all.push(worker);
    }
    const random = randomNumbers(20_260_131);
    for (let number = 1; number <= folders; number++) {
      for (const { inbox } of [intake, calm]) {
        dropStudy(inbox, `ST-${number}`, number, 1 + number % 60);
      }
      if (number <= folders - kills) continue;
      await untilMoved(database);
      await all[random(all.length)]?.kill();
    }
    await untilAllEnded(database);
    for (const worker of all) await worker.stop();
    assert.equal((await calm.run("queue")).code, 0);
    const calmDatabase = await calm.database();
    assert.deepEqual(await outcomeOf(intake, database), await outcomeOf(calm, calmDatabase));
    const [twice] = await database.sql`
      select count(*)::int as n from (select batch_id from batch_event where status = 'DONE'
        group by batch_id having count(*) > 1) twice`;
    assert.equal(twice?.["n"], 0, "no Batch was done twice");
    await calmDatabase.close();
    await database.close();
    figure("kills of one of four workers survived", kills);
  },
});
