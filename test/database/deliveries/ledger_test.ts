import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { handOver } from "../../../src/database/deliveries/hand_over.ts";
import { ledgerPages, resendToTarget } from "../../../src/database/deliveries/ledger.ts";
import { request } from "../../support/database/batches.ts";
import { attempted, claimed, confirmed, handedOver } from "../../support/database/deliveries.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const targets = ["file:///a", "file:///b"];
const [a = "", b = ""] = targets;

async function imagesAt(sql: Sql, target: string): Promise<number> {
  let images = 0;
  for await (const page of ledgerPages(sql, target, 0)) images += page.length;
  return images;
}

Deno.test("what one target has confirmed is compared there, and sent again, while another target is down", () =>
  withDatabase(async (sql) => {
    const batch = await handedOver(sql, "ST-1", targets);
    assert.deepEqual([await imagesAt(sql, a), await imagesAt(sql, b)], [0, 0]);
    await attempted(sql, a, confirmed);
    assert.deepEqual([await imagesAt(sql, a), await imagesAt(sql, b)], [2, 0]);
    assert.deepEqual(await resendToTarget(sql, [batch.id], a, new Set()), [batch.id]);
    const [job] = await claimBatches(sql, request, 1);
    assert.ok(job);
    assert.equal(job.stage, "deliver", "the source is not read again");
    const { outstanding } = await handOver(sql, job, { targets, isNew: false, seconds: {} });
    assert.equal(outstanding, 2, "the other target still waits");
    const due = await claimed(sql, targets);
    assert.deepEqual(due.map(({ target }) => target).toSorted(), targets);
  }));
