import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import { decide } from "../../../src/database/review/decide.ts";
import { originalsOfIdle, whileIdle } from "../../../src/database/review/needed_originals.ts";
import { request } from "../../support/database/batches.ts";
import { digestOf, inReview, requestFor, waitingFile } from "../../support/database/review.ts";
import { withDatabase } from "../../support/database/test_database.ts";

Deno.test("originals are needed until their decision was carried out, unless a job works on them", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2)]);
    await inReview(sql, "ST-2", [waitingFile(3)]);
    await decide(sql, requestFor("B-ST-1", [1]));
    await sql`update review_image set state = 'done' where file_number = 2`;
    const codes = ["B-ST-1", "B-ST-2", "B-UNKNOWN"];
    const needed = new Map([["B-ST-1", new Set([digestOf(1)])], [
      "B-ST-2",
      new Set([digestOf(3)]),
    ]]);
    assert.deepEqual(await originalsOfIdle(sql, codes), needed);
    await retryBatches(sql, ["ST-2"]);
    assert.equal((await claimBatches(sql, request, 1)).length, 1);
    assert.deepEqual([...(await originalsOfIdle(sql, codes)).keys()], ["B-ST-1"]);
    await whileIdle(sql, "B-ST-2", () => assert.fail("a job processes it"));
  }));

Deno.test("while originals are cleared, no process claims their Batch", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1)]);
    await retryBatches(sql, ["ST-1"]);
    let isCleared = false;
    await whileIdle(sql, "B-ST-1", async (needed) => {
      assert.deepEqual(needed, new Set([digestOf(1)]));
      assert.deepEqual(await claimBatches(sql, request, 1), []);
      await whileIdle(sql, "B-ST-1", () => assert.fail("another process clears it"));
      isCleared = true;
    });
    assert.ok(isCleared);
    assert.equal((await claimBatches(sql, request, 1)).length, 1);
  }));
