import assert from "node:assert/strict";
import { type Database } from "../../src/database/open_database.ts";
import { dropStudy } from "../support/inbox.ts";
import { IntakeUnderTest } from "../support/intake.ts";
import { digests, filesBelow } from "../support/output_tree.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";

const batches = 20;
const images = 160;

/** Everything a run leaves in the catalogue, but for times and numbers of claims. */
async function rows({ sql }: Database): Promise<unknown> {
  return {
    batches: [
      ...await sql`
        select uid, code, status, stage, images, series, skipped, bytes, has_error from batch
        order by uid`,
    ],
    images: [
      ...await sql`
        select code, file_number, sop_instance_uid, image.bytes, sha256, header::text
        from image join batch on batch.id = batch_id order by code, file_number`,
    ],
    studies: [...await sql`select * from study order by study_instance_uid`].map(withoutId),
    identities: [...await sql`select * from identity.patient order by pseudonym`],
  };
}

function withoutId({ id: _, ...row }: Record<string, unknown>): Record<string, unknown> {
  return row;
}

/** Makes an intake with its studies, and its key. */
function prepare(directory: string, env: Record<string, string>): IntakeUnderTest {
  Deno.mkdirSync(directory);
  const DEID_KEY_FILE = `${directory}/deid.key`;
  Deno.writeTextFileSync(DEID_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
  const intake = new IntakeUnderTest(directory, {
    ...{ SETTLE: "0", LOG_LEVEL: "debug", CONCURRENCY: "2", MAX_ATTEMPTS: "999" },
    ...{ DEID_KEY_FILE, ...env },
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

function leftovers(output: string): string[] {
  return [...Deno.readDirSync(output)].map(({ name }) => name).filter((n) => n.includes(".tmp"));
}

async function undisturbed(directory: string): Promise<IntakeUnderTest> {
  const intake = prepare(directory, {});
  assert.equal((await intake.run("queue")).code, 0);
  return intake;
}

Deno.test("killed at 50 random moments and started again, a run leaves what an undisturbed one leaves", async () => {
  using directory = tempDir();
  const calm = await undisturbed(`${directory.path}/calm`);
  const killed = prepare(`${directory.path}/killed`, {});
  const [sources, times] = [await digests(killed.inbox), modified(killed.inbox)];
  const [database, calmDatabase] = [await killed.database(), await calm.database()];
  try {
    const uids = Array.from({ length: batches }, (_, at) => `ST-${at + 1}`);
    await killManyTimes(killed, database, 50, async () => {
      await killed.run("retry", ...uids);
    });
    assert.equal((await killed.run("queue")).code, 0);
    assert.deepEqual(await rows(database), await rows(calmDatabase));
    const output = await digests(`${killed.directory}/output`);
    assert.equal(Object.keys(output).length, batches * (images + 1));
    assert.deepEqual(output, await digests(`${calm.directory}/output`));
    assert.deepEqual(leftovers(`${killed.directory}/output`), []);
    assert.deepEqual(await digests(killed.inbox), sources, "no source was touched");
    assert.deepEqual(modified(killed.inbox), times);
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
