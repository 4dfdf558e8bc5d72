import assert from "node:assert/strict";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { dcmtkTools, makeSamples } from "../support/dicom/dicom_samples.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { receiveWithStorescp } from "../support/servers/receive_with_storescp.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const ignore = missingTools(
  ...dcmtkTools,
  "dcmodify",
  "storescp",
  "storescu",
  ...debianServerTools,
);

/**
 * A folder with every encoding, each file an instance of its own, and one that storescp received.
 */
async function fillInbox(intake: IntakeUnderTest): Promise<number> {
  const unfinished = `${intake.inbox}/ST-000001.tmp2343`;
  Deno.mkdirSync(`${unfinished}/nested folder`, { recursive: true });
  const samples = Object.values(await makeSamples(unfinished));
  for (const path of samples) await run("dcmodify", ["-nb", "-gin", path]);
  Deno.renameSync(samples[0] ?? "", `${unfinished}/nested folder/1.dcm`);
  for (const name of ["nested.dump", "picture.jpg"]) Deno.removeSync(`${unfinished}/${name}`);
  Deno.renameSync(unfinished, `${intake.inbox}/ST-000001`);
  await receiveWithStorescp(`${intake.inbox}/ST-000002`, intake.directory);
  return samples.length;
}

async function assertImported(intake: IntakeUnderTest, samples: number): Promise<void> {
  const database = await intake.database();
  try {
    const batches = await database.sql`
      select uid, status, images, skipped, held_back, has_error from batch order by uid`;
    // the secondary capture is searched for text, and leaves, because none is found
    assert.deepEqual(batches.map((batch) => ({ ...batch })), [
      {
        uid: "ST-000001",
        status: "DONE",
        has_error: false,
        images: samples,
        skipped: 0,
        held_back: 0,
      },
      {
        uid: "ST-000002",
        status: "DONE",
        has_error: false,
        images: 3,
        skipped: 0,
        held_back: 0,
      },
    ]);
    const syntaxes = await database.sql`select distinct transfer_syntax_uid from image`;
    assert.equal(syntaxes.length, 9);
  } finally {
    await database.close();
  }
}

async function throughWatch(intake: IntakeUnderTest): Promise<void> {
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  const samples = await fillInbox(intake);
  await watch.untilEnded(2);
  await assertImported(intake, samples);
  assert.equal((await watch.stop()).code, 0);
}

async function throughQueue(intake: IntakeUnderTest): Promise<void> {
  const samples = await fillInbox(intake);
  assert.equal((await intake.run("queue")).code, 0);
  await assertImported(intake, samples);
}

for (const [name, through] of [["watch", throughWatch], ["queue", throughQueue]] as const) {
  Deno.test({
    name: `${name} imports what dcmtk writes and storescp receives, on the private server`,
    ignore,
    async fn() {
      using directory = tempDir();
      await through(new IntakeUnderTest(directory.path));
    },
  });

  Deno.test({
    name: `${name} imports what dcmtk writes and storescp receives, on PostgreSQL 15 by URL`,
    ignore,
    async fn() {
      using directory = tempDir();
      await using server = await debianServer(directory.path);
      const key = `${directory.path}/deid.key`;
      Deno.writeTextFileSync(key, "0123456789abcdef".repeat(4), { mode: 0o600 });
      await through(
        new IntakeUnderTest(directory.path, { DATABASE_URL: server.url, DEID_KEY_FILE: key }),
      );
    },
  });
}
