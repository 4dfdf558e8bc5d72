import assert from "node:assert/strict";
import type { Database } from "../../src/database/open_database.ts";
import { DatabaseGate } from "../support/database/database_gate.ts";
import { digestOf } from "../support/database/review.ts";
import type { IntakeUnderTest } from "../support/program/intake.ts";
import { copies, decideAbout, reviewIntake } from "../support/program/review_intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const one = ["--workers", "1", "--concurrency", "1"];
const all = ["JANE-1.dcm", "JANE-1.png", "JANE-2.dcm", "JANE-2.png"];
/** Held when the job is about to commit that its images wait: they are copied by then. */
const beforeCommit = "create trigger gate before insert on review_image " +
  "for each row execute function chaos.gate()";

async function withIntake(
  test: (intake: IntakeUnderTest, database: Database) => Promise<void>,
): Promise<void> {
  using directory = tempDir();
  const intake = reviewIntake(`${directory.path}/run`);
  const database = await intake.database();
  try {
    await test(intake, database);
  } finally {
    await database.close();
  }
}

/** Kills the job of ST-1 after it has copied originals, before it has stored that they wait. */
async function killedBeforeCommit(intake: IntakeUnderTest, { sql }: Database): Promise<void> {
  await using gate = await DatabaseGate.shut(sql, beforeCommit);
  await using queue = intake.start("queue", one);
  await gate.reached();
  assert.deepEqual(copies(intake), all);
  await queue.stop("SIGKILL");
  await gate.endWaiting();
  await sql`update batch set lease_until = now() where lease_until is not null`;
}

/** Leaves what a crash may leave in the folder of the Batch. */
function leave({ stateDir }: IntakeUnderTest): void {
  const [code = ""] = [...Deno.readDirSync(`${stateDir}/quarantine`)].map(({ name }) => name);
  for (const name of [`${digestOf(7)}.dcm`, `${digestOf(7)}.png`, "unfinished.tmp"]) {
    Deno.writeTextFileSync(`${stateDir}/quarantine/${code}/${name}`, "left");
  }
}

async function statusOf({ sql }: Database): Promise<unknown> {
  const [row] = await sql<{ status: string }[]>`select status from batch`;
  return row?.status;
}

Deno.test("killed before it has stored that images wait, a job leaves nothing if its folder is gone", () =>
  withIntake(async (intake, database) => {
    await killedBeforeCommit(intake, database);
    Deno.removeSync(`${intake.inbox}/ST-1`, { recursive: true });
    assert.equal((await intake.run("queue")).code, 1);
    assert.equal(await statusOf(database), "ERROR");
    assert.deepEqual(copies(intake), []);
  }));

Deno.test("killed before it has stored that images wait, a job is repeated, and deletes what is left", () =>
  withIntake(async (intake, database) => {
    await killedBeforeCommit(intake, database);
    leave(intake);
    assert.equal((await intake.run("queue")).code, 0);
    assert.equal(await statusOf(database), "REVIEW");
    assert.deepEqual(copies(intake), all);
    await decideAbout(database, [1, 2], {});
    assert.equal((await intake.run("queue")).code, 0);
    assert.equal(await statusOf(database), "DONE");
    assert.deepEqual(copies(intake), []);
  }));

Deno.test("a start deletes what no image needs, but nothing that a job of another process has copied", () =>
  withIntake(async (intake, database) => {
    {
      await using shut = new AsyncDisposableStack();
      const gate = shut.use(await DatabaseGate.shut(database.sql, beforeCommit));
      await using queue = intake.start("queue", one);
      await gate.reached();
      leave(intake);
      await using watch = intake.start("watch", one);
      await watch.until(({ event }) => event === "watch.started");
      assert.equal(copies(intake).length, all.length + 3);
      await watch.stop();
      await shut.disposeAsync();
      assert.equal((await queue.status()).code, 0);
    }
    assert.equal(await statusOf(database), "REVIEW");
    assert.deepEqual(copies(intake), all, "its own end deletes what is left");
    leave(intake);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(copies(intake), all);
  }));
