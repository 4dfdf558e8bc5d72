import assert from "node:assert/strict";
import type { Database } from "../../src/database/open_database.ts";
import { amount, figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey, outcomeOf } from "../support/program/outcome.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";

const batches = 20;
const images = 160;
/** More with `KILLS=200 deno task test:system`. */
const kills = amount("KILLS", 50);

/** Makes an intake with its studies, and its key. */
function prepare(directory: string, env: Record<string, string>): IntakeUnderTest {
  Deno.mkdirSync(directory);
  const intake = new IntakeUnderTest(directory, {
    SETTLE: "0",
    LOG_LEVEL: "debug",
    CONCURRENCY: "2",
    MAX_ATTEMPTS: "999",
    ...fixedKey(directory),
    ...env,
  });
  for (let number = 1; number <= batches; number++) {
    dropStudy(intake.inbox, `ST-${number}`, number, images);
  }
  return intake;
}

/**
 * Starts the queue and kills it after a random number of lines of its log, again and again.
 * The leases of the dead are made to expire, so that nobody waits for them; when all is done
 * too soon, all is done again.
 */
async function killManyTimes(
  intake: IntakeUnderTest,
  { sql }: Database,
  kills: number,
  whenDone: () => Promise<void>,
): Promise<void> {
  const random = randomNumbers(20_260_131);
  for (let killed = 0; killed < kills;) {
    await using queue = intake.start("queue");
    let lines = 1 + random(40);
    const isKilled = await queue.until(() => --lines < 0).then(() => true, () => false);
    await queue.stop("SIGKILL").catch(() => queue.status());
    if (isKilled) killed++;
    else await whenDone();
    await sql`update batch set lease_until = now() where lease_until is not null`;
  }
}

function modified(inbox: string): Record<string, number | undefined> {
  const files = filesBelow(inbox);
  return Object.fromEntries(
    files.map((path) => [path, Deno.statSync(`${inbox}/${path}`).mtime?.getTime()]),
  );
}

async function undisturbed(directory: string): Promise<IntakeUnderTest> {
  const intake = prepare(directory, {});
  assert.equal((await intake.run("queue")).code, 0);
  return intake;
}

Deno.test("killed at many random moments and started again, a run leaves what an undisturbed one leaves", async () => {
  using directory = tempDir();
  const calm = await undisturbed(`${directory.path}/calm`);
  const killed = prepare(`${directory.path}/killed`, {});
  const [sources, times] = [await digests(killed.inbox), modified(killed.inbox)];
  const [database, calmDatabase] = [await killed.database(), await calm.database()];
  try {
    const uids = Array.from({ length: batches }, (_, at) => `ST-${at + 1}`);
    await killManyTimes(killed, database, kills, async () => {
      await killed.run("retry", ...uids);
    });
    assert.equal((await killed.run("queue")).code, 0);
    const outcome = await outcomeOf(killed, database);
    assert.equal(Object.keys(outcome.output).length, batches * (images + 1));
    assert.deepEqual(outcome, await outcomeOf(calm, calmDatabase));
    assert.deepEqual(await digests(killed.inbox), sources, "no source was touched");
    assert.deepEqual(modified(killed.inbox), times);
    figure("kills at random moments survived", kills);
  } finally {
    await database.close();
    await calmDatabase.close();
  }
});

for (const AFTER of ["archive", "delete"]) {
  Deno.test(`killed at ten random moments with AFTER=${AFTER}, a run loses no image and no source before its time`, async () => {
    using directory = tempDir();
    const calm = await undisturbed(`${directory.path}/calm`);
    const killed = prepare(`${directory.path}/killed`, { AFTER });
    const sources = await digests(killed.inbox);
    const database = await killed.database();
    try {
      await killManyTimes(killed, database, 10, () => Promise.resolve());
      assert.equal((await killed.run("queue")).code, 0);
    } finally {
      await database.close();
    }
    assert.deepEqual(
      await digests(`${killed.directory}/output`),
      await digests(`${calm.directory}/output`),
    );
    const left = [...Deno.readDirSync(killed.inbox)].map(({ name }) => name);
    assert.deepEqual(left, AFTER === "archive" ? [".archive"] : []);
    if (AFTER === "archive") {
      assert.deepEqual(await digests(`${killed.inbox}/.archive`), sources);
    }
  });
}
