import assert from "node:assert/strict";
import { claimBatches, claimDelivered } from "../../../src/database/batches/claim_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { claimDeliveries } from "../../../src/database/deliveries/claim_deliveries.ts";
import { endDelivery } from "../../../src/database/deliveries/end_delivery.ts";
import { handOver } from "../../../src/database/deliveries/hand_over.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { afterFailure, afterSuccess } from "../../../src/deliver/circuit_breaker.ts";
import type { ClaimedBatch } from "../../../src/model/batch.ts";
import type { ClaimedDelivery, DeliveryOutcome, EndedAttempt } from "../../../src/model/target.ts";
import { content, image, request, waiting } from "./batches.ts";

/** Rules without any waits, so that a test does not have to. */
export const atOnce = {
  afterSuccess,
  afterFailure: (...given: Parameters<typeof afterFailure>) =>
    afterFailure(given[0], given[1], zero),
  rowWaitMs: () => 0,
};

function zero(): number {
  return 0;
}

/** A Batch of two images that was handed over to targets. */
export async function handedOver(
  sql: Sql,
  uid: string,
  targets: readonly string[],
): Promise<ClaimedBatch> {
  await waiting(sql, [uid]);
  const [batch] = await claimBatches(sql, request, 1);
  assert.ok(batch);
  const first = batch.id * 10;
  await storeBatch(sql, batch, content([image(first), image(first + 1)]));
  await handOver(sql, batch, { targets, isNew: true, seconds: {} });
  return batch;
}

/** Claims deliveries, at most `most` for each target. */
export function claimed(
  sql: Sql,
  targets: readonly string[],
  most = 1,
  leaseSeconds = 60,
): Promise<ClaimedDelivery[]> {
  const free = new Map(targets.map((name) => [name, most]));
  return claimDeliveries(sql, { worker: "test:1", leaseSeconds, free });
}

/** Claims the next delivery to a target and ends it. */
export async function attempted(
  sql: Sql,
  target: string,
  outcome: DeliveryOutcome,
): Promise<EndedAttempt> {
  const [delivery] = await claimed(sql, [target]);
  assert.ok(delivery, "a delivery is due");
  return await endDelivery(sql, delivery, outcome, atOnce);
}

/** Claims the Batches whose deliveries have ended. */
export function completing(sql: Sql): Promise<ClaimedBatch[]> {
  return claimDelivered(sql, request, 10);
}

export const confirmed: DeliveryOutcome = { kind: "confirmed" };
export const down: DeliveryOutcome = {
  kind: "failed",
  code: "TARGET_DOWN",
  reason: "the connection was refused",
  retryAfterMs: 0,
};
export const refused: DeliveryOutcome = { kind: "refused", code: "REFUSED", reason: "1 images: x" };
