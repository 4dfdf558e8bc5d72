import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { failBatch } from "../../../src/database/batches/fail_batch.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { handOver } from "../../../src/database/deliveries/hand_over.ts";
import { insertReceipts } from "../../../src/database/deliveries/receipts.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import type { ClaimedBatch } from "../../../src/model/batch.ts";
import { completed, content, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const folderGone = { stage: "look", code: "FOLDER_GONE", reason: "x", sourceGone: false } as const;
const nothingLeft = { ...folderGone, nothingLeft: true };
const note = { fileNumber: 9, path: "9.txt", code: "NOT_DICOM", reason: "x" };

async function claimed(sql: Sql, leaseSeconds = 60): Promise<ClaimedBatch> {
  const [batch] = await claimBatches(sql, { ...request, leaseSeconds }, 1);
  assert.ok(batch);
  return batch;
}

/** The numbers of rows of the catalogue: images, skipped files, and paths of files. */
async function countRows(sql: Sql): Promise<(number | undefined)[]> {
  return await Promise.all([
    sql`select from image`,
    sql`select from skipped_file`,
    sql`select from ${sql.identity("source_file")}`,
  ].map(async (rows) => (await rows).count));
}

Deno.test("a Batch that was never placed, and whose folder is gone, has no rows", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await storeBatch(sql, await claimed(sql, -1), content([image(1), image(2)], [note]));
    assert.deepEqual(await countRows(sql), [2, 1, 1]);
    assert.equal(await failBatch(sql, await claimed(sql), nothingLeft), true);
    assert.deepEqual(await countRows(sql), [0, 0, 0]);
    const [batch] = await sql`select status, folder_survey from batch`;
    assert.deepEqual({ ...batch }, { status: "ERROR", folder_survey: null });
  }));

Deno.test("a Batch with duplicates of images that were never placed is processed again", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await storeBatch(sql, await claimed(sql), content([image(1), image(2)]));
    await waiting(sql, ["ST-1-again", "ST-2"]);
    assert.equal((await completed(sql, 1000, [image(1), image(2)])).status, "EMPTY");
    assert.equal((await completed(sql, 1000, [image(3)])).status, "DONE");
    await sql`update batch set lease_until = '2000-01-01' where uid = 'ST-1'`;
    await failBatch(sql, await claimed(sql), nothingLeft);
    const batches = await sql`select uid, status from batch order by uid`;
    assert.deepEqual(batches.map(({ uid, status }) => [uid, status]), [
      ["ST-1", "ERROR"],
      ["ST-1-again", "NEW"],
      ["ST-2", "DONE"],
    ]);
    assert.equal((await completed(sql, 1000, [image(1), image(2)])).images, 2);
  }));

const placed: Readonly<Record<string, (sql: Sql) => Promise<unknown>>> = {
  "was DONE": async (sql) => {
    await completed(sql, 1000, [image(1)], [note]);
    await retryBatches(sql, ["ST-1"]);
  },
  "was EMPTY": async (sql) => {
    await completed(sql, 1000, [], [note, { ...note, fileNumber: 1 }]);
    await retryBatches(sql, ["ST-1"]);
  },
  "was being delivered": async (sql) => {
    const batch = await claimed(sql, -1);
    await storeBatch(sql, batch, content([image(1)], [note]));
    await handOver(sql, batch, { targets: [], isNew: true, seconds: {} });
  },
  "is at a target": async (sql) => {
    const batch = await claimed(sql, -1);
    await storeBatch(sql, batch, content([image(1)], [note]));
    const receipt = { kind: "image", object: "2.25.1", bytes: 1, sha256: "x", note: null } as const;
    await insertReceipts(sql, batch.id, "file:///a", [receipt]);
  },
};

for (const [name, prepare] of Object.entries(placed)) {
  Deno.test(`a Batch that ${name} keeps its rows if its folder and its output are gone`, () =>
    withDatabase(async (sql) => {
      await waiting(sql, ["ST-1"]);
      await prepare(sql);
      const before = await countRows(sql);
      assert.equal(await failBatch(sql, await claimed(sql), nothingLeft), true);
      assert.deepEqual(await countRows(sql), before);
    }));
}

Deno.test("a Batch whose output exists, or that was claimed by another worker, keeps its rows", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const first = await claimed(sql, -1);
    await storeBatch(sql, first, content([image(1)], [note]));
    const second = await claimed(sql);
    assert.equal(await failBatch(sql, first, nothingLeft), false);
    assert.deepEqual(await countRows(sql), [1, 1, 1]);
    assert.equal(await failBatch(sql, second, folderGone), true);
    assert.deepEqual(await countRows(sql), [1, 1, 1]);
  }));
