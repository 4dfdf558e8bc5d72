import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { releaseBatch } from "../../../src/database/batches/finish_batch.ts";
import { refillWhenIdle, unrecordedFolders } from "../../../src/database/batches/refill_queue.ts";
import { completed, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const refill = (): Promise<string> => Promise.resolve("scanned");

Deno.test("the gate is closed while a Batch is queued or in work, whoever found it", () =>
  withDatabase(async (sql) => {
    assert.equal(await refillWhenIdle(sql, refill), "scanned");
    await waiting(sql, ["found"], "NEW");
    assert.equal(await refillWhenIdle(sql, refill), "scanned", "NEW is not in flight");
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch);
    assert.equal(await refillWhenIdle(sql, refill), undefined, "PROCESSING is in flight");
    await releaseBatch(sql, batch, 0);
    await completed(sql, 1000);
    await waiting(sql, ["queued"], "QUEUE");
    assert.equal(await refillWhenIdle(sql, refill), undefined, "QUEUE is in flight");
    await sql`update batch set passed_over_at = now() where status = 'QUEUE'`;
    assert.equal(await refillWhenIdle(sql, refill), "scanned", "unless it waits for room");
  }));

Deno.test("one process scans at a time", () =>
  withDatabase(async (sql) => {
    const scanning = Promise.withResolvers<void>();
    const done = Promise.withResolvers<string>();
    const first = refillWhenIdle(sql, () => {
      scanning.resolve();
      return done.promise;
    });
    await scanning.promise;
    assert.equal(await refillWhenIdle(sql, refill), undefined);
    done.resolve("first");
    assert.equal(await first, "first");
    assert.equal(await refillWhenIdle(sql, refill), "scanned");
  }));

Deno.test("unrecordedFolders() names what is no Batch yet", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["known"]);
    assert.deepEqual(
      await unrecordedFolders(sql, ["known", "new", "o'h"]),
      new Set(["new", "o'h"]),
    );
  }));
