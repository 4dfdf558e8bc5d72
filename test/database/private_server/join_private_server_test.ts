import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { openDatabase } from "../../../src/database/open_database.ts";
import {
  joinPrivateServer,
  stopIfUnused,
} from "../../../src/database/private_server/join_private_server.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const debian = "/usr/lib/postgresql/15/bin";

function postmaster(stateDir: string): number {
  return Number(Deno.readTextFileSync(`${stateDir}/database/postmaster.pid`).split("\n")[0]);
}

Deno.test("the server of a STATE_DIR is shared, and stopped by the last to leave", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const [first, second] = await Promise.all([
    joinPrivateServer({ stateDir }),
    joinPrivateServer({ stateDir }),
  ]);
  assert.equal(await stopIfUnused({ stateDir }), "in use");
  assert.deepEqual(await first.leave(), { stoppedServer: false });
  assert.deepEqual(await second.leave(), { stoppedServer: true });
  assert.equal(await stopIfUnused({ stateDir }), "not running");
});

Deno.test("several processes that start at once for the first time share one server", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const program =
    new URL("../../support/database/join_private_server.ts", import.meta.url).pathname;
  const args = ["run", "--quiet", "-A", program, stateDir, "leave"];
  const ends = await Promise.all(
    Array.from(
      { length: 4 },
      () => new Deno.Command(Deno.execPath(), { args, stdin: "null" }).output(),
    ),
  );
  assert.deepEqual(ends.map(({ code }) => code), [0, 0, 0, 0]);
  assert.equal(await stopIfUnused({ stateDir }), "not running");
});

Deno.test("a first start that is killed at any moment leaves nothing in the way of the next", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const program =
    new URL("../../support/database/join_private_server.ts", import.meta.url).pathname;
  const milestones = [
    "postgres-18.4.0-beta.17.tmp",
    "postgres-18.4.0-beta.17",
    "database.tmp-*/PG_VERSION",
    "database.tmp-*/base/1",
    "database.tmp-*/postgresql.conf",
    "database",
    "database/postmaster.pid",
    ".s.PGSQL.5432",
  ];
  for (const milestone of milestones) {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", program, stateDir],
      stdin: "null",
    }).spawn();
    await untilExists(stateDir, milestone, child);
    child.kill("SIGKILL");
    await child.status;
  }
  const database = await openDatabase({ stateDir, connections: 2 });
  assert.equal((await database.sql`select 1 as one`)[0]?.one, 1);
  assert.deepEqual(await database.close(), { stoppedServer: true });
});

/** Looks without a pause, so that the kill comes right after the file does. */
async function untilExists(
  stateDir: string,
  pattern: string,
  child: Deno.ChildProcess,
): Promise<void> {
  let ended = false;
  void child.status.then(() => ended = true);
  const [directory = "", file = ""] = pattern.split("/");
  while (!ended) {
    if (entries(stateDir, directory).some((name) => exists(`${stateDir}/${name}/${file}`))) return;
    await setImmediate();
  }
  throw new assert.AssertionError({ message: `ended before there was ${pattern}` });
}

function entries(stateDir: string, pattern: string): string[] {
  if (!exists(stateDir)) return [];
  if (!pattern.endsWith("*")) return exists(`${stateDir}/${pattern}`) ? [pattern] : [];
  return [...Deno.readDirSync(stateDir)].map(({ name }) => name)
    .filter((name) => name.startsWith(pattern.slice(0, -1)));
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path.replace(/\/$/, ""));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("a stale pid file that names a living process, and a stale socket, are no obstacle", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  await (await joinPrivateServer({ stateDir })).leave();
  const started = Math.round(Date.now() / 1000);
  const lines = [Deno.pid, `${stateDir}/database`, started, 5432, stateDir, "", ""];
  Deno.writeTextFileSync(`${stateDir}/database/postmaster.pid`, lines.join("\n"));
  Deno.writeTextFileSync(`${stateDir}/.s.PGSQL.5432`, "");
  const { uid, gid } = Deno.statSync(`${stateDir}/database`);
  Deno.chownSync(`${stateDir}/.s.PGSQL.5432`, uid, gid);
  const server = await joinPrivateServer({ stateDir });
  assert.notEqual(postmaster(stateDir), Deno.pid);
  assert.deepEqual(await server.leave(), { stoppedServer: true });
});

Deno.test("a server whose members all died is found again, used and stopped", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const program =
    new URL("../../support/database/join_private_server.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", program, stateDir],
    stdin: "null",
  }).spawn();
  await untilExists(stateDir, "joined", child);
  const orphan = postmaster(stateDir);
  child.kill("SIGKILL");
  await child.status;
  const server = await joinPrivateServer({ stateDir });
  assert.equal(postmaster(stateDir), orphan);
  assert.deepEqual(await server.leave(), { stoppedServer: true });
});

Deno.test("a server that died under its member is started again", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const database = await openDatabase({ stateDir, connections: 2 });
  Deno.kill(postmaster(stateDir), "SIGKILL");
  await assert.rejects(() => database.sql`select pg_sleep(10)`);
  await database.revive();
  assert.equal((await database.sql`select 1 as one`)[0]?.one, 1);
  await database.close();
});

Deno.test({
  name: "PG_BIN gives another server, and a cluster of another version is refused, not touched",
  ignore: missingTools(`${debian}/initdb`),
  async fn() {
    using directory = tempDir();
    const stateDir = `${directory.path}/state`;
    const database = await openDatabase({ stateDir, pgBin: debian, connections: 2 });
    const [row] = await database.sql`show server_version_num`;
    assert.match(String(row?.server_version_num), /^15/);
    await database.close();
    await assert.rejects(() => joinPrivateServer({ stateDir }), { code: "PRIVATE_SERVER" });
    assert.equal(Deno.readTextFileSync(`${stateDir}/database/PG_VERSION`).trim(), "15");
  },
});

Deno.test("no value of a failed statement reaches the server's log", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const database = await openDatabase({ stateDir, connections: 2 });
  const insert = () =>
    database.sql`
      insert into identity.study (pseudonym, study_instance_uid) values ('TOKENXQZ', 'x')`;
  await insert();
  await assert.rejects(insert, { code: "23505" });
  await assert.rejects(() => database.sql`select ${"TOKENXQZ"}::date`);
  await database.close();
  const logs = [...Deno.readDirSync(`${stateDir}/database/log`)].map(({ name }) =>
    Deno.readTextFileSync(`${stateDir}/database/log/${name}`)
  );
  assert.ok(logs.join("").includes("ready to accept connections"));
  assert.doesNotMatch(logs.join(""), /TOKENXQZ/);
});

Deno.test("a STATE_DIR too long for a socket is refused in one sentence", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/${"x".repeat(100)}`;
  await assert.rejects(() => joinPrivateServer({ stateDir }), { code: "STATE_DIR" });
});

Deno.test({
  name: "root is told when PostgreSQL's user may not enter the STATE_DIR",
  ignore: Deno.uid() !== 0,
  async fn() {
    using directory = tempDir();
    Deno.chmodSync(directory.path, 0o700);
    const stateDir = `${directory.path}/state`;
    await assert.rejects(() => joinPrivateServer({ stateDir }), {
      code: "STATE_DIR",
      message: /cannot enter/,
    });
  },
});
