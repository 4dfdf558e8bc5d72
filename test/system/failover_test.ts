import assert from "node:assert/strict";
import { connect, type Sql } from "../../src/database/connect/sql.ts";
import { allDone } from "../support/database/all_done.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { standbyServer, standbyTools } from "../support/database/standby_server.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools, ...standbyTools);

/** The port of the server that an address leads to, or the code of its fault. */
async function portOf(url: string): Promise<unknown> {
  const sql = connect({ url }, { max: 1 });
  try {
    const [row] = await sql`select inet_server_port() as port`;
    return row?.["port"];
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  } finally {
    await sql.end();
  }
}

async function untilCaughtUp(primary: Sql): Promise<void> {
  for (let isBehind = true; isBehind;) {
    const [row] = await primary`
      select bool_or(replay_lsn is distinct from pg_current_wal_lsn()) as behind
      from pg_stat_replication`;
    isBehind = row?.["behind"] !== false;
  }
}

Deno.test({
  name: "of several hosts, the one that target_session_attrs asks for is used",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using standby = await standbyServer(directory.path, server);
    const [first, second] = [server.port, standby.port];
    const cases: readonly [string, readonly number[], unknown][] = [
      ["", [second, first], second],
      ["any", [first, second], first],
      ["read-write", [second, first], first],
      ["primary", [second, first], first],
      ["read-only", [first, second], second],
      ["standby", [first, second], second],
      ["prefer-standby", [first, second], second],
      ["prefer-standby", [first], first],
      ["standby", [first], "TARGET_SESSION"],
      ["read-write", [second], "TARGET_SESSION"],
      ["read-write", [1, second, first], first],
    ];
    for (const [target, ports, expected] of cases) {
      const hosts = ports.map((port) => `127.0.0.1:${port}`).join(",");
      const query = target ? `?target_session_attrs=${target}` : "";
      assert.equal(await portOf(`postgres://site@${hosts}/postgres${query}`), expected, target);
    }
  },
});

Deno.test({
  name: "when the primary dies and its standby is promoted, watch goes on there",
  ignore,
  async fn() {
    using directory = tempDir();
    const server = await debianServer(directory.path);
    await using standby = await standbyServer(directory.path, server);
    const hosts = `127.0.0.1:${server.port},127.0.0.1:${standby.port}`;
    const intake = new IntakeUnderTest(directory.path, {
      DATABASE_URL: `postgres://site@${hosts}/postgres?target_session_attrs=read-write`,
      SETTLE: "0",
      SCAN_EVERY: "0.5s",
      LEASE: "5",
      ...fixedKey(directory.path),
    });
    await using watch = intake.start("watch");
    for (const number of [1, 2, 3]) dropStudy(intake.inbox, `ST-${number}`, number);
    const before = connect({ url: server.url }, { max: 1 });
    await watch.untilEnded(3);
    await untilCaughtUp(before);
    await before.end();
    await server[Symbol.asyncDispose]();
    dropStudy(intake.inbox, "ST-4", 4);
    await watch.until(({ code }) => code === "DATABASE_UNREACHABLE");
    await standby.promote();
    const after = connect({ url: server.url.replace(/:\d+\//, `:${standby.port}/`) }, { max: 1 });
    await allDone(after, 4);
    dropStudy(intake.inbox, "ST-5", 5);
    await allDone(after, 5);
    await after.end();
    assert.equal((await watch.stop()).code, 0);
  },
});
