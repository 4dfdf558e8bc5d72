import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Everything a run leaves that may be compared: no times, no claims. */
async function result(intake: IntakeUnderTest): Promise<unknown> {
  const database = await intake.database();
  try {
    const { sql } = database;
    return {
      batches: [...await sql`select uid, status, images, skipped, bytes from batch order by uid`],
      images: [...await sql`select sop_instance_uid, bytes from image order by sop_instance_uid`],
      studies: [...await sql`select study_instance_uid from study order by study_instance_uid`],
    };
  } finally {
    await database.close();
  }
}

function fill(intake: IntakeUnderTest): void {
  for (let number = 1; number <= 12; number++) dropStudy(intake.inbox, `ST-${number}`, number, 30);
}

Deno.test("killed at any Batch and started again, a run leaves what an undisturbed one leaves", async () => {
  using directory = tempDir();
  const key = { DEID_KEY_FILE: `${directory.path}/deid.key`, SETTLE: "0" };
  Deno.writeTextFileSync(key.DEID_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
  const undisturbed = new IntakeUnderTest(`${directory.path}/a`, key);
  const disturbed = new IntakeUnderTest(`${directory.path}/b`, {
    ...key,
    LEASE: "3",
    MAX_ATTEMPTS: "99",
  });
  for (const intake of [undisturbed, disturbed]) fill(intake);
  await undisturbed.run("queue");
  const debug = { LOG_LEVEL: "debug", CONCURRENCY: "2" };
  for (const event of ["queue.refilled", "batch.started", "batch.progressed", "batch.finished"]) {
    await using queue = disturbed.start("queue", [], debug);
    await queue.until((line) => line.event === event);
    await queue.stop("SIGKILL");
  }
  assert.equal((await disturbed.run("queue")).code, 0);
  assert.deepEqual(await result(disturbed), await result(undisturbed));
});

Deno.test("the first signal lets running jobs end, and nothing is left in work", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", LOG_LEVEL: "debug" });
  fill(intake);
  await using watch = intake.start("watch", [], { CONCURRENCY: "1" });
  await watch.until(({ event }) => event === "batch.started");
  assert.equal((await watch.stop("SIGTERM")).code, 0);
  const { stdout } = await intake.run("status", "--json");
  const { batches } = JSON.parse(stdout);
  assert.equal(batches.PROCESSING, 0);
  assert.ok(batches.DONE >= 1, "the running job ended");
  assert.ok(batches.NEW >= 1, "no other was begun");
});

Deno.test("the second signal gives running Batches back at once, without an attempt lost", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", LOG_LEVEL: "debug" });
  dropStudy(intake.inbox, "ST-1", 1, 4000);
  await using watch = intake.start("watch", ["--workers", "1"]);
  await watch.until(({ event }) => event === "batch.progressed");
  Deno.kill(watch.pid, "SIGTERM");
  await watch.until(({ event }) => event === "stop.requested");
  assert.equal((await watch.stop("SIGTERM")).code, 0);
  assert.ok(watch.log.some(({ event, code }) => event === "batch.released" && code === "STOPPED"));
  const database = await intake.database();
  const [batch] = await database.sql`select status, attempts from batch`;
  await database.close();
  assert.deepEqual({ ...batch }, { status: "NEW", attempts: 0 });
});

Deno.test("a process whose database dies goes on when it is back, and loses no Batch", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", SCAN_EVERY: "0.5s" });
  await using watch = intake.start("watch");
  dropStudy(intake.inbox, "ST-1", 1);
  await watch.untilEnded(1);
  const [pid] = Deno.readTextFileSync(`${intake.stateDir}/database/postmaster.pid`).split("\n");
  Deno.kill(Number(pid), "SIGKILL");
  dropStudy(intake.inbox, "ST-2", 2);
  await watch.untilEnded(2);
  assert.equal((await watch.stop()).code, 0);
});
