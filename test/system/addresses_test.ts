import assert from "node:assert/strict";
import { connect } from "../../src/database/connect/sql.ts";
import { openDatabase } from "../../src/database/open_database.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);
const role = "Müller@site";
const database = "a/b c";
const password = "p:/%ß";

/** Role, database, and name of the program as a session has them. */
async function sessionOf(url: string): Promise<unknown> {
  const sql = connect({ url }, { max: 1 });
  try {
    const [row] = await sql`
      select current_user as role, current_database() as database,
        current_setting('application_name') as program,
        current_setting('search_path') as path, inet_server_addr() is null as socket`;
    return { ...row };
  } finally {
    await sql.end();
  }
}

Deno.test({
  name: "a server is found by every form of address",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const { port } = server;
    const admin = connect({ url: server.url }, { max: 1 });
    await admin.unsafe(`create role "${role}" login password '${password}'`);
    await admin.unsafe(`create database "${database}"`);
    await admin.unsafe(`create schema intake`);
    const data = `${directory.path}/debian`;
    const pgHba = Deno.readTextFileSync(`${data}/pg_hba.conf`);
    const scram = `host all "${role}" 127.0.0.1/32 scram-sha-256\n`;
    Deno.writeTextFileSync(`${data}/pg_hba.conf`, scram + pgHba);
    await admin`select pg_reload_conf()`;
    await admin.end();
    const plain = {
      role: "site",
      database: "postgres",
      program: "dicom-intake",
      path: '"$user", public',
      socket: false,
    };
    const tcp = `postgres://site@127.0.0.1:${port}/postgres`;
    const named = { ...plain, role, database };
    const [user, name] = [encodeURIComponent(role), encodeURIComponent(database)];
    const secret = encodeURIComponent(password);
    const cases: readonly [string, unknown][] = [
      [tcp, plain],
      [tcp.replace("postgres:", "postgresql:"), plain],
      [`host=127.0.0.1 port=${port} user=site dbname=postgres`, plain],
      [`postgres://${user}:${secret}@127.0.0.1:${port}/${name}`, named],
      [`postgres://127.0.0.1:${port}/${name}?user=${user}&password=${secret}`, named],
      [`postgres:///postgres?host=${data}&port=${port}&user=site`, { ...plain, socket: true }],
      [`postgres://site@${encodeURIComponent(data)}:${port}/postgres`, { ...plain, socket: true }],
      [`${tcp}?application_name=ct`, { ...plain, program: "ct" }],
      [`${tcp}?options=-csearch_path=intake`, { ...plain, path: "intake" }],
      [`${tcp}?options=-c%20search_path%3Dintake%2Cpublic`, { ...plain, path: "intake,public" }],
      [`postgres://site@127.0.0.1:1,127.0.0.1:${port}/postgres`, plain],
      [`postgres://site@nowhere.invalid:1,127.0.0.1:${port}/postgres?connect_timeout=5`, plain],
      [`${tcp.replace("127.0.0.1", "db.invalid")}?hostaddr=127.0.0.1`, plain],
    ];
    for (const [url, expected] of cases) assert.deepEqual(await sessionOf(url), expected, url);
  },
});

Deno.test({
  name: "what the address leaves open comes from the environment, as for psql",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const admin = connect({ url: server.url }, { max: 1 });
    await admin.unsafe("create database catalogue");
    const intake = new IntakeUnderTest(directory.path, {
      DATABASE_URL: "postgres://",
      PGHOST: "127.0.0.1",
      PGPORT: String(server.port),
      PGUSER: "site",
      PGDATABASE: "catalogue",
      PGOPTIONS: "-cdatestyle=german",
      PGTARGETSESSIONATTRS: "any",
      PGSSLMODE: "disable",
      PGAPPNAME: "ct",
      SETTLE: "0",
      ...fixedKey(directory.path),
    });
    dropStudy(intake.inbox, "ST-1", 1);
    await using watch = intake.start("watch");
    await watch.untilEnded(1);
    const sessions = await admin`
      select distinct usename as role, datname as database from pg_stat_activity
      where starts_with(application_name, 'ct dicom-intake worker ')`;
    assert.deepEqual(sessions.map((row) => ({ ...row })), [{
      role: "site",
      database: "catalogue",
    }]);
    assert.equal((await watch.stop()).code, 0);
    await admin.end();
  },
});

Deno.test({
  name: "connect_timeout ends the wait for a server that does not answer",
  ignore,
  async fn() {
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    for (const query of ["sslmode=disable", "sslmode=require"]) {
      const url = `postgres://u@127.0.0.1:${silent.addr.port}/d?connect_timeout=2&${query}`;
      const sql = connect({ url }, { max: 1 });
      const startedAt = performance.now();
      await assert.rejects(() => sql`select 1`, { name: "ConnectionLost" });
      assert.ok(performance.now() - startedAt < 6000);
      await sql.end({ timeout: 0 });
    }
  },
});

Deno.test({
  name: "a catalogue is installed where search_path says, and two of them share a database",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const admin = connect({ url: server.url }, { max: 1 });
    for (const schema of ["intake", "second"]) await admin.unsafe(`create schema ${schema}`);
    const counts: unknown[] = [];
    for (const [number, schema] of ["intake", "second", "public"].entries()) {
      const url =
        `postgres://site@127.0.0.1:${server.port}/postgres?options=-csearch_path=${schema}`;
      const home = `${directory.path}/${schema}`;
      Deno.mkdirSync(home);
      const intake = new IntakeUnderTest(home, {
        DATABASE_URL: url,
        SETTLE: "0",
        ...fixedKey(home),
      });
      dropStudy(intake.inbox, "ST-1", number + 1, number + 1);
      const { code, stderr } = await intake.run("queue");
      assert.equal(code, 0, stderr);
      const { sql, close } = await openDatabase({
        stateDir: home,
        databaseUrl: url,
        connections: 1,
      });
      const [row] = await sql`
        select (select count(*)::int from image) as images,
          (select count(*)::int from ${sql.identity("patient")}) as patients`;
      counts.push({ ...row });
      await close();
    }
    assert.deepEqual(counts, [1, 2, 3].map((images) => ({ images, patients: 1 })));
    const schemas = await admin`
      select nspname as name from pg_namespace n where exists (
        select from pg_class where relnamespace = n.oid and relname in ('batch', 'source_file'))
      order by 1`;
    assert.deepEqual(schemas.map(({ name }) => name), [
      "identity",
      "intake",
      "public",
      "public_identity",
      "second",
      "second_identity",
    ]);
    await admin.end();
  },
});
