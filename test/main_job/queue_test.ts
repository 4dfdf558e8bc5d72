import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

async function uids(intake: IntakeUnderTest): Promise<string[]> {
  const database = await intake.database();
  try {
    return (await database.sql<{ uid: string }[]>`select uid from batch order by id`).map((
      { uid },
    ) => uid);
  } finally {
    await database.close();
  }
}

/** Folders with known ages: the first name is the oldest. */
function dropAged(inbox: string, names: readonly string[]): void {
  for (const [age, name] of names.entries()) {
    const folder = dropStudy(inbox, name, age + 1, 1);
    Deno.utimeSync(folder, 1_600_000_000 + age, 1_600_000_000 + age);
  }
}

Deno.test("queue --number takes that many, the oldest, and ends; the next run goes on", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  dropAged(intake.inbox, ["e", "d", "c", "b", "a"]);
  assert.equal((await intake.run("queue", "--number", "2")).code, 0);
  assert.deepEqual(await uids(intake), ["e", "d"]);
  assert.equal((await intake.run("queue", "--number", "2")).code, 0);
  assert.deepEqual(await uids(intake), ["e", "d", "c", "b"]);
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await uids(intake), ["e", "d", "c", "b", "a"]);
});

Deno.test("queue --subfolder takes from that folder alone; DATA_INPUT_FOLDERS expands", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  for (const shard of ["1_0", "1_1", "1_2"]) Deno.mkdirSync(`${intake.inbox}/${shard}`);
  dropStudy(`${intake.inbox}/1_0`, "zero", 1);
  dropStudy(`${intake.inbox}/1_2`, "two", 2);
  intake.env.DATA_INPUT_FOLDERS = `${intake.inbox}/1_{0..1}`;
  assert.equal((await intake.run("queue", "--number", "100", "--subfolder", "1_2")).code, 0);
  assert.deepEqual(await uids(intake), ["two"]);
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await uids(intake), ["two", "zero"]);
});

Deno.test("a subfolder outside of DATA_BASE is refused before anything is opened", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  intake.isFirstStart = true;
  for (const command of ["queue", "watch"] as const) {
    const { code, stderr } = await intake.run(command, "--subfolder", "../x");
    assert.equal(code, 2, stderr);
    assert.match(
      stderr,
      /^dicom-intake: .*--subfolder.* outside of DATA_BASE .*\n.*\[SETTINGS\]\n$/,
    );
  }
  assert.throws(() => Deno.statSync(intake.stateDir), Deno.errors.NotFound);
});

Deno.test("status does not say of a Batch that left a file out that it failed", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const folder = dropStudy(intake.inbox, "ST-1", 1, 2);
  Deno.truncateSync(`${folder}/IMG0002.dcm`, 400);
  assert.equal((await intake.run("queue")).code, 0);
  const { stdout } = await intake.run("status");
  assert.match(stdout, /DONE +│ 1/);
  assert.match(stdout, /ERROR +│ 0/);
  assert.match(stdout, /1 Batches that failed or skipped files, 0 images held back/);
});

Deno.test("queue scans only when nothing is in flight, in any process", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const database = await intake.database();
  try {
    await database.sql`
      insert into batch (uid, code, base, origin, status, folder_modified_at, claim, lease_until)
      values ('other', 'B-other', '/elsewhere', 'NEW', 'PROCESSING', now(), 1, now() + interval '1h')`;
    dropStudy(intake.inbox, "ST-1", 1);
    await using queue = intake.start("queue", ["--follow"]);
    await queue.until(({ event }) => event === "queue.started");
    await database.sql`notify batch, 'DONE'`;
    await database.sql`notify batch, 'DONE'`;
    const [during] = await database.sql`select count(*)::int as n from batch`;
    assert.equal(during?.n, 1, "nothing was scanned");
    await database.sql`
      update batch set status = 'DONE', lease_until = null where uid = 'other'`;
    await queue.untilEnded(1);
    const order = queue.log.map(({ event }) => event).filter((event) =>
      /refilled|finished/.test(event)
    );
    assert.deepEqual(order.slice(0, 2), ["queue.refilled", "batch.finished"]);
    assert.equal((await queue.stop()).code, 0);
  } finally {
    await database.close();
  }
});

Deno.test("queue ends with 1 when a Batch ended in ERROR, and the others are done", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  Deno.mkdirSync(`${intake.inbox}/deep${"/d".repeat(40)}`, { recursive: true });
  dropStudy(intake.inbox, "good", 1);
  const { code } = await intake.run("queue");
  assert.equal(code, 1);
  const { stdout } = await intake.run("errors");
  assert.match(stdout, /FOLDER_UNREADABLE/);
  assert.match((await intake.run("errors", "good")).stdout, /DONE .*no error/);
  const misspelled = await intake.run("errors", "goood");
  assert.deepEqual([misspelled.code, misspelled.stdout], [2, ""], "not that all is well");
  assert.match((await intake.run("status", "--json")).stdout, /"DONE": 1/);
});

Deno.test("a Batch of another inbox is done as well, by who has no folders there", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  for (const [at, name] of ["1_1", "1_2"].entries()) {
    Deno.mkdirSync(`${intake.inbox}/${name}`);
    dropStudy(`${intake.inbox}/${name}`, `ST-${at}`, at + 1);
  }
  assert.equal((await intake.run("queue", "--subfolder", "1_1")).code, 0);
  const delivered = await digests(`${directory.path}/output`);
  await intake.run("retry", "ST-0");
  assert.equal((await intake.run("queue", "--subfolder", "1_2")).code, 0);
  const { stdout } = await intake.run("status", "--json");
  assert.match(stdout, /"DONE": 2,\s+"EMPTY": 0/);
  const kept = await digests(`${directory.path}/output`);
  for (const [file, digest] of Object.entries(delivered)) assert.equal(kept[file], digest, file);
});

Deno.test("one folder name in two inboxes is reported, and the first is kept", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  for (const shard of ["a", "b"]) Deno.mkdirSync(`${intake.inbox}/${shard}`);
  dropStudy(`${intake.inbox}/a`, "ST-1", 1);
  intake.env.DATA_INPUT_FOLDERS = `${intake.inbox}/{a,b}`;
  await intake.run("queue");
  dropStudy(`${intake.inbox}/b`, "ST-1", 2);
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await uids(intake), ["ST-1"]);
  assert.match((await intake.run("errors")).stdout, /CONFLICT/);
});

Deno.test("a missing inbox and bad settings are one sentence and the right exit code", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const missing = await intake.run("queue", "--data-base", `${directory.path}/nowhere`);
  assert.equal(missing.code, 3);
  assert.match(missing.stderr, /inbox .*nowhere does not exist or is not readable/);
  assert.equal((await intake.run("queue", "--concurrency", "many")).code, 2);
  const unreachable = { DATABASE_URL: "postgres://u:hunter2@127.0.0.1:1/x" };
  const away = await new IntakeUnderTest(directory.path, unreachable).run("status");
  assert.equal(away.code, 3);
  assert.doesNotMatch(away.stderr, /hunter2/);
});

Deno.test("an output or state directory, or an inbox, inside an inbox is refused before anything is made", async () => {
  using directory = tempDir();
  const inbox = `${directory.path}/inbox`;
  for (
    const env of [
      { OUTPUT_BASE: `${inbox}/out` },
      { OUTPUT_BASE: inbox },
      { STATE_DIR: inbox },
      { DATA_INPUT_FOLDERS: `${inbox},${inbox}/ward` },
    ]
  ) {
    const intake = new IntakeUnderTest(directory.path, env);
    const { code, stderr } = await intake.run("queue");
    assert.equal(code, 2);
    assert.match(stderr, /is inside the inbox .*\n.*SETTINGS/);
  }
  assert.deepEqual([...Deno.readDirSync(inbox)], []);
});

Deno.test("of several inboxes one that is missing is told once, and the others are worked off", async () => {
  using directory = tempDir();
  const env = { DATA_INPUT_FOLDERS: "a,b,c", SCAN_EVERY: "0.2s" };
  const intake = new IntakeUnderTest(directory.path, env);
  for (const [at, name] of ["a", "c"].entries()) {
    Deno.mkdirSync(`${intake.inbox}/${name}`);
    dropStudy(`${intake.inbox}/${name}`, `ST-${name}`, at);
  }
  await using queue = intake.start("queue", ["--follow"]);
  await queue.untilEnded(2);
  Deno.mkdirSync(`${intake.inbox}/b`);
  dropStudy(`${intake.inbox}/b`, "ST-b", 2);
  await queue.untilEnded(3);
  assert.equal((await queue.stop()).code, 0);
  const about = queue.log.filter(({ event }) => event.startsWith("inbox."));
  assert.deepEqual(about.map(({ event }) => event), ["inbox.lost", "inbox.found"]);
});

Deno.test("a log that cannot be written is lost, and the work is not", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (const [at, log] of ["/dev/full", ">(true)"].entries()) {
    dropStudy(intake.inbox, `ST-${at}`, at);
    const words = ["bash", "-c", `"$@" 2> ${log}`, "bash"];
    assert.equal((await intake.startUnder(words, "queue").status()).code, 0, log);
  }
  assert.deepEqual(await uids(intake), ["ST-0", "ST-1"]);
});

Deno.test("queue ends as soon as everything is delivered, and not at the time of the next scan", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(target);
  const env = { SETTLE: "0", SCAN_EVERY: "86400", DELIVER_TO: `file://${target}` };
  const intake = new IntakeUnderTest(`${directory.path}/intake`, env);
  dropAged(intake.inbox, ["a", "b"]);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  assert.equal([...Deno.readDirSync(target)].length, 2);
});
