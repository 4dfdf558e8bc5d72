import assert from "node:assert/strict";
import { dropStudy, makeStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** More room than any disk has: nothing is claimed, so that what is recorded can be looked at. */
const noClaims = { MIN_FREE: "999999TB" };

async function batches(intake: IntakeUnderTest): Promise<Record<string, string>> {
  const database = await intake.database();
  try {
    const rows = await database.sql`select uid, coalesce(error_code, status) as state from batch`;
    return Object.fromEntries(rows.map(({ uid, state }) => [uid, state]));
  } finally {
    await database.close();
  }
}

Deno.test("watch takes folders of any name that were there before, and none that are not finished", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const names = ["with space", "new\nline", "o'h%s", "Ünï", "1.2.840.7", "tmp-ST-1"];
  for (const [number, name] of names.entries()) dropStudy(intake.inbox, name, number);
  makeStudy(intake.inbox, "ST-000001.tmp2343", 90);
  makeStudy(intake.inbox, ".hidden", 91);
  Deno.writeTextFileSync(`${intake.inbox}/a file`, "");
  Deno.symlinkSync(`${intake.inbox}/1.2.840.7`, `${intake.inbox}/link`);
  await using watch = intake.start("watch");
  await watch.untilEnded(names.length);
  await watch.stop();
  const expected = Object.fromEntries(names.map((name) => [name, "DONE"]));
  assert.deepEqual(await batches(intake), expected);
});

Deno.test("watch takes a folder once, however often it is seen", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SCAN_EVERY: "0.05s", SETTLE: "0" });
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  for (let number = 0; number < 5; number++) dropStudy(intake.inbox, `ST-${number}`, number);
  await watch.untilEnded(5);
  Deno.renameSync(`${intake.inbox}/ST-0`, `${intake.inbox}/ST-0.tmp`);
  Deno.renameSync(`${intake.inbox}/ST-0.tmp`, `${intake.inbox}/ST-0`);
  dropStudy(intake.inbox, "ST-last", 99);
  await watch.untilEnded(6);
  await watch.stop();
  const database = await intake.database();
  const claims = await database
    .sql`select count(*)::int as n from batch_event where status = 'PROCESSING'`;
  await database.close();
  assert.equal(claims[0]?.n, 6);
});

Deno.test("a folder created under its final name is not imported before it is settled", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "1", LOG_LEVEL: "debug" });
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  const folder = makeStudy(intake.inbox, "ST-1", 1, 1);
  const now = (): Date => new Date();
  const writing = setInterval(() => Deno.utimeSync(`${folder}/IMG0001.dcm`, now(), now()), 100);
  try {
    await watch.until(({ event, code }) => event === "batch.postponed" && code === "UNSETTLED");
  } finally {
    clearInterval(writing);
  }
  Deno.copyFileSync(`${folder}/IMG0001.dcm`, `${folder}/copy.dcm`);
  const done = await watch.until(({ status }) => status !== undefined);
  assert.deepEqual({ ...done, status: done.status }, { ...done, status: "DONE" });
  await watch.stop();
  const database = await intake.database();
  const [batch] = await database.sql`select images, skipped from batch`;
  await database.close();
  assert.deepEqual({ ...batch }, { images: 1, skipped: 1 });
});

Deno.test("watch waits for an inbox that is not there, and takes it up again when it comes back", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  Deno.removeSync(intake.inbox);
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.lost");
  Deno.mkdirSync(intake.inbox);
  dropStudy(intake.inbox, "ST-1", 1);
  await watch.untilEnded(1);
  Deno.renameSync(intake.inbox, `${directory.path}/unmounted`);
  await watch.until((line) =>
    line.event === "inbox.lost" &&
    watch.log.indexOf(line) > watch.log.findIndex((l) => !!l.status)
  );
  Deno.mkdirSync(intake.inbox);
  dropStudy(intake.inbox, "ST-2", 2);
  await watch.untilEnded(2);
  assert.deepEqual(await batches(intake), { "ST-1": "DONE", "ST-2": "DONE" });
});

Deno.test("a folder renamed back or deleted before its claim is reported, and taken when it returns", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { LOG_LEVEL: "debug", SCAN_EVERY: "0.2s" });
  {
    await using recording = intake.start("watch", [], noClaims);
    await recording.until(({ event }) => event === "inbox.found");
    for (const number of [1, 2, 3]) dropStudy(intake.inbox, `ST-${number}`, number);
    let added = 0;
    await recording.until(({ event }) => event === "folder.recorded" && ++added === 3);
    await recording.stop();
  }
  Deno.renameSync(`${intake.inbox}/ST-1`, `${intake.inbox}/ST-1.tmp`);
  Deno.removeSync(`${intake.inbox}/ST-2`, { recursive: true });
  await using watch = intake.start("watch");
  await watch.untilEnded(3);
  const gone = "FOLDER_GONE";
  assert.deepEqual(await batches(intake), { "ST-1": gone, "ST-2": gone, "ST-3": "DONE" });
  Deno.renameSync(`${intake.inbox}/ST-1.tmp`, `${intake.inbox}/ST-1`);
  await watch.untilEnded(4);
  assert.deepEqual(await batches(intake), { "ST-1": "DONE", "ST-2": gone, "ST-3": "DONE" });
});

Deno.test("late images of a known folder are reported, and imported by retry", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0.2", SCAN_EVERY: "0.2s" });
  await using watch = intake.start("watch");
  dropStudy(intake.inbox, "ST-1", 1);
  await watch.untilEnded(1);
  makeStudy(intake.inbox, "ST-1/late", 2, 3);
  await watch.until(({ event }) => event === "folder.changed");
  assert.match((await intake.run("errors")).stdout, /CHANGED/);
  assert.match((await intake.run("status")).stdout, /1 folders changed afterwards/);
  assert.equal((await intake.run("retry", "ST-1")).code, 0);
  await watch.untilEnded(2);
  const database = await intake.database();
  const [batch] = await database.sql`select images, changed_at from batch`;
  await database.close();
  assert.deepEqual({ ...batch }, { images: 5, changed_at: null });
});

Deno.test("queue and watch store the lines of the log about their Batches before they end", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  dropStudy(intake.inbox, "ST-1", 1);
  assert.equal((await intake.run("queue")).code, 0);
  await using watch = intake.start("watch");
  dropStudy(intake.inbox, "ST-2", 2);
  await watch.untilEnded(1);
  await watch.stop();
  const database = await intake.database();
  const lines = await database.sql`
    select uid, level, event, fields->>'status' as status from batch_log
      join batch on batch.id = batch_id where event = 'batch.finished' order by uid`;
  await database.close();
  assert.deepEqual(
    lines.map((line) => ({ ...line })),
    ["ST-1", "ST-2"].map((uid) => (
      { uid, level: "info", event: "batch.finished", status: "DONE" }
    )),
  );
});
