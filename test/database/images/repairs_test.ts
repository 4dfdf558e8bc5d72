import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { findBatch } from "../../../src/database/views/find_batch.ts";
import { listErrors } from "../../../src/database/views/list_errors.ts";
import { content, finished, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

Deno.test("how many images were repaired, and how, is recorded with the Batch", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [held] = await claimBatches(sql, request, 1);
    assert.ok(held);
    const repairs = { ODD_LENGTH: 2, FILE_META: 1 };
    await finished(sql, held, { ...content([image(1), image(2)]), repairs });
    assert.deepEqual((await findBatch(sql, "B-ST-1"))?.repairs, repairs);
    const [named] = await listErrors(sql, ["ST-1"], { withPaths: false, limit: 1 });
    assert.deepEqual(named?.repairs, repairs);
    const all = await listErrors(sql, [], { withPaths: false, limit: 1 });
    assert.deepEqual(all, [], "a repair is no error");
  }));
