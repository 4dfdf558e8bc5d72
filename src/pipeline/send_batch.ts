import { type Delivery, DeliveryError, type Destination } from "../deliver/destination.ts";
import { RetryBudget, retryWithin } from "../deliver/retry.ts";
import type { ObjectVersion, Receipt } from "../model/delivery.ts";
import { IntakeError } from "../model/errors.ts";
import type { IntakeEvent } from "../model/event.ts";

/** A placed Batch and what is needed to send it. */
export interface Sending extends
  Pick<
    Delivery,
    "folder" | "claim" | "resumed" | "signal" | "confirmLease"
  > {
  readonly code: string;
  readonly patienceMs: number;
  readonly confirmed: (
    target: string,
    objects: readonly ObjectVersion[],
  ) => Promise<ReadonlySet<string>>;
  readonly mayReplace: (target: string, object: string, sha256: string) => Promise<boolean>;
  readonly note: (target: string, receipts: readonly Receipt[]) => Promise<void>;
}

/**
 * Sends a Batch to a target, except for objects that the target has confirmed before. Receipts are
 * stored when they arrive, so that a crash repeats little. Throws IntakeError DELIVERY_FAILED if
 * the target is unreachable for too long or has refused images, and the signal's reason.
 */
export async function* sendBatch(
  sending: Sending,
  destination: Destination,
): AsyncGenerator<IntakeEvent> {
  const { code: batch, patienceMs, signal } = sending;
  const { name: target } = destination;
  const patience = new RetryBudget(patienceMs);
  let images = 0;
  const confirmations = destination.deliver({
    ...sending,
    withRetry: (request) => retryWithin(patience, signal, request),
    mayReplace: (object, sha256) => sending.mayReplace(target, object, sha256),
    confirmed: (objects) => sending.confirmed(target, objects),
  });
  try {
    for await (const receipts of confirmations) {
      await sending.note(target, receipts);
      images += receipts.filter(({ kind }) => kind === "image").length;
      yield { name: "delivery.progressed", level: "debug", batch, images, target };
    }
  } catch (error) {
    throw error instanceof DeliveryError ? deliveryFailed(target, error) : error;
  }
  yield { name: "delivery.finished", level: "info", batch, images, target };
}

function deliveryFailed(target: string, error: DeliveryError): IntakeError {
  const hint = error.isFinal
    ? "correct the target or its permissions, then retry; confirmed images are not sent again"
    : "check that the target runs and has disk space, then retry; confirmed images are not " +
      "sent again";
  const what = error.isFinal ? "refused" : "did not accept the Batch:";
  return new IntakeError("DELIVERY_FAILED", `${target} ${what} ${error.reason}`, hint, {
    cause: error,
  });
}
