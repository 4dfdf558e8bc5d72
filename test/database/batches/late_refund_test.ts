import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { failPoisoned } from "../../../src/database/batches/finish_batch.ts";
import { countExpiredClaim, uncountExpiredClaim } from "../../../src/database/batches/suspects.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const expired = { ...request, leaseSeconds: -1 };

Deno.test("a live worker whose jobs notice late that they lost their leases did not crash", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["slow"]);
    const lost = [];
    // a file system blocks each job for longer than the next lease lasts
    for (let claim = 1; claim <= 3; claim++) {
      const [job] = await claimBatches(sql, expired, 1);
      assert.ok(job, `claim ${claim}`);
      await countExpiredClaim(sql, { ...job, files: [2], isMainThread: false });
      lost.push(job);
    }
    for (const job of lost) await uncountExpiredClaim(sql, job);
    assert.deepEqual(await failPoisoned(sql, request.maxAttempts), []);
    const [batch] = await sql<{ attempts: number }[]>`select attempts from batch`;
    assert.equal(batch?.attempts, 0);
    assert.equal((await sql`select from suspect_file`).count, 0);
  });
});
