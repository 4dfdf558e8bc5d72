import assert from "node:assert/strict";
import { listenToBatches } from "../../src/database/batches/listen_to_batches.ts";
import { connect } from "../../src/database/connect/sql.ts";
import { type Database, openDatabase } from "../../src/database/open_database.ts";
import { waiting } from "../support/database/batches.ts";
import {
  type DebianServer,
  debianServer,
  debianServerTools,
} from "../support/database/debian_server.ts";
import { pgBouncer, pgBouncerTools } from "../support/database/pg_bouncer.ts";
import { amount, figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

/** More with `POOLED_BATCHES=2000 deno task test`. */
const batches = amount("POOLED_BATCHES", 60);
const commands = [["watch"], ["watch"], ["queue", "--follow"], ["queue", "--follow"]] as const;

/** Runs four processes until all Batches have ended, and checks that each was done once. */
async function allDoneOnce(directory: string, url: string): Promise<void> {
  const intake = new IntakeUnderTest(directory, {
    DATABASE_URL: url,
    SETTLE: "0",
    SCAN_EVERY: "1s",
    CONCURRENCY: "4",
    WORKERS: "1",
    ...fixedKey(directory),
  });
  for (let number = 1; number <= batches; number++) {
    dropStudy(intake.inbox, `ST-${number}`, number, 1 + number % 3);
  }
  await using running = new AsyncDisposableStack();
  const processes = commands.map(([name, ...args], n) =>
    running.use(intake.start(name, args, { STATE_DIR: `${directory}/state-${n}` }))
  );
  const database = await intake.database();
  await untilAllEnded(database);
  for (const process of processes) assert.equal((await process.stop()).code, 0);
  await requireEachOnce(database);
  const folders = [...Deno.readDirSync(`${directory}/output`)].map(({ name }) => name);
  assert.equal(folders.length, batches);
  assert.deepEqual(folders.filter((name) => name.includes(".tmp")), []);
  const faults = processes.flatMap(({ log }) => log.filter(({ code }) => code !== undefined));
  assert.deepEqual(faults, []);
  await database.close();
}

async function untilAllEnded({ sql }: Database): Promise<void> {
  for (let ended = 0; ended < batches;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const [row] = await sql`
      select count(*)::int as n from batch where status in ('DONE', 'ERROR', 'EMPTY')`;
    ended = Number(row?.["n"]);
  }
}

async function requireEachOnce({ sql }: Database): Promise<void> {
  const [row] = await sql`
    select count(*) filter (where status = 'DONE' and attempts = 1 and claim = 1)::int as done,
      sum(images)::int as images, (select count(*)::int from image) as rows,
      (select count(*)::int from batch_event where status = 'PROCESSING') as claims,
      (select count(*)::int from batch_event where status = 'DONE') as ends
    from batch`;
  const images = Array.from({ length: batches }, (_, n) => 1 + (n + 1) % 3)
    .reduce((sum, one) => sum + one, 0);
  assert.deepEqual({ ...row }, {
    done: batches,
    images,
    rows: images,
    claims: batches,
    ends: batches,
  });
}

async function makeDatabase(server: DebianServer, name: string, setting = ""): Promise<void> {
  const admin = connect({ url: server.url }, { max: 1 });
  await admin.unsafe(`create database ${name}`);
  if (setting) await admin.unsafe(`alter database ${name} set ${setting}`);
  await admin.end();
}

Deno.test({
  name: "four processes behind PgBouncer in transaction mode do every Batch once",
  ignore: missingTools(...debianServerTools, ...pgBouncerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using pooler = await pgBouncer(directory.path, server);
    await makeDatabase(server, "pooled");
    await allDoneOnce(directory.path, pooler.url.replace(/postgres$/, "pooled"));
    figure("Batches done once behind PgBouncer in transaction mode", batches);
  },
});

Deno.test({
  name: "four processes on a server whose default is serializable do every Batch once",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await makeDatabase(server, "strict", "default_transaction_isolation = serializable");
    await allDoneOnce(directory.path, server.url.replace(/postgres$/, "strict"));
    figure("Batches done once where serializable is the default", batches);
  },
});

Deno.test({
  name: "behind PgBouncer nothing is kept in a session, and what moves is polled for",
  ignore: missingTools(...debianServerTools, ...pgBouncerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using pooler = await pgBouncer(directory.path, server, 1);
    const settings = { stateDir: directory.path, databaseUrl: pooler.url, connections: 4 };
    const { sql, close } = await openDatabase(settings);
    assert.equal((await sql.session()).isPooled, true);
    const moved = Promise.withResolvers<void>();
    const heard: string[] = [];
    const unlisten = listenToBatches(sql, (status) => {
      heard.push(status);
      if (status === "NEW") moved.resolve();
      // the first look at the audit trail has been taken
      else if (heard.length === 2) void waiting(sql, ["ST-1"]).catch(moved.reject);
    });
    await moved.promise;
    unlisten();
    assert.deepEqual(heard, ["reconnected", "reconnected", "NEW"]);
    const [row] = await sql`
      select (select count(*)::int from pg_prepared_statements) as statements,
        (select count(*)::int from pg_listening_channels()) as channels,
        (select count(*)::int from pg_locks where locktype = 'advisory') as locks`;
    assert.deepEqual({ ...row }, { statements: 0, channels: 0, locks: 0 });
    await close();
    const direct = await openDatabase({ ...settings, databaseUrl: server.url });
    assert.equal((await direct.sql.session()).isPooled, false);
    await direct.close();
  },
});
