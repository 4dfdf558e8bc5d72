import assert from "node:assert/strict";
import { connect, type Sql } from "../../src/database/connect/sql.ts";
import { allDone } from "../support/database/all_done.ts";
import {
  type DebianServer,
  debianServer,
  debianServerTools,
} from "../support/database/debian_server.ts";
import { amount, figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import type { RunningIntake } from "../support/program/running_intake.ts";
import { type TcpProxy, tcpProxy } from "../support/servers/tcp_proxy.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);
/** How often each fault comes; more with `FAULT_ROUNDS=20 deno task test:system`. */
const rounds = amount("FAULT_ROUNDS", 1);

/** The program's role and database on a server, reached through a proxy. */
interface Site {
  readonly server: DebianServer;
  readonly proxy: TcpProxy;
  readonly admin: Sql;
}

const endSessions = (admin: Sql): Promise<unknown> =>
  admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'intake'`;

/** Each breaks something and returns how it is mended. */
const faults: Readonly<Record<string, (site: Site) => Promise<() => Promise<unknown>>>> = {
  "the server is restarted": async ({ server }) => {
    await server.restart();
    return () => Promise.resolve();
  },
  "every connection is reset": ({ proxy }) => {
    assert.ok(proxy.reset() > 0);
    return Promise.resolve(() => Promise.resolve());
  },
  "the server cannot be reached": ({ proxy }) => {
    proxy.accepts = false;
    proxy.reset();
    return Promise.resolve(() => {
      proxy.accepts = true;
      return Promise.resolve();
    });
  },
  "its sessions are ended": async ({ admin }) => {
    await endSessions(admin);
    return () => Promise.resolve();
  },
  "no statement is given time": async ({ server, proxy, admin }) => {
    await admin`alter role intake set statement_timeout = '1ms'`;
    await endSessions(admin);
    const holder = catalogueOf(server);
    await holder`begin`;
    await holder`lock table batch`; // a fast server answers within the millisecond
    return async () => {
      await holder.end();
      await admin`alter role intake reset statement_timeout`;
      proxy.reset(); // whoever is about to log in has the old setting, and is not a session yet
    };
  },
  "there are too many connections": async ({ admin }) => {
    await admin`alter role intake connection limit 0`;
    await endSessions(admin);
    return () => admin`alter role intake connection limit -1`;
  },
};

async function siteWith(server: DebianServer, proxy: TcpProxy): Promise<Site> {
  const admin = connect({ url: server.url }, { max: 2 });
  await admin`create role intake login`;
  await admin`create database intake owner intake`;
  return { server, proxy, admin };
}

/** Counts only news that came later. */
function later(watch: RunningIntake): (event: string) => Promise<unknown> {
  const before = new Set(watch.log);
  return (event) => watch.until((line) => !before.has(line) && line.event === event);
}

Deno.test({
  name:
    "whatever becomes of the database, no Batch is lost, no process ends, and the news is clear",
  ignore,
  async fn(test) {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using proxy = await tcpProxy(server.port);
    const site = await siteWith(server, proxy);
    const intake = new IntakeUnderTest(directory.path, {
      DATABASE_URL: `postgres://intake@127.0.0.1:${proxy.port}/intake`,
      LOG_LEVEL: "debug",
      SETTLE: "0",
      SCAN_EVERY: "0.5s",
      LEASE: "5",
      ...fixedKey(directory.path),
    });
    await using watch = intake.start("watch");
    await watch.until(({ event }) => event === "inbox.found");
    const sql = catalogueOf(server);
    let batches = 0;
    for (let round = 0; round < rounds; round++) {
      for (const [name, fault] of Object.entries(faults)) {
        const survived = await test.step(`${name} (${round + 1})`, async () => {
          const began = later(watch)("batch.progressed");
          dropStudy(intake.inbox, `ST-${++batches}`, batches, 200);
          await began;
          const sinceTheFault = later(watch);
          const mend = await fault(site);
          dropStudy(intake.inbox, `ST-${++batches}`, batches, 2);
          if (/reached|time|many/.test(name)) await sinceTheFault("claims.failed");
          await mend();
          await Promise.race([allDone(sql, batches), watch.until(() => false)]);
          figure("faults of the database survived", 1);
        });
        if (!survived) return;
      }
    }
    assert.equal((await watch.stop()).code, 0);
    assert.deepEqual(await countsOf(sql), {
      done: batches,
      images: batches / 2 * 202,
      poisoned: 0,
    });
    const codes = watch.log.filter(({ event }) => event === "claims.failed").map(({ code }) =>
      code
    );
    assert.deepEqual([...new Set(codes)], ["DATABASE_UNREACHABLE"]);
    await Promise.all([sql.end(), site.admin.end()]);
  },
});

function catalogueOf({ port }: DebianServer): Sql {
  return connect({ url: `postgres://site@127.0.0.1:${port}/intake` }, { max: 1 });
}

async function countsOf(sql: Sql): Promise<unknown> {
  const [row] = await sql`
    select count(*) filter (where status = 'DONE')::int as done, sum(images)::int as images,
      count(*) filter (where status = 'ERROR')::int as poisoned from batch`;
  return { ...row };
}
