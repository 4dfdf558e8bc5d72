import { DeliveryError, type Destination } from "../deliver/destination.ts";
import { IntakeError } from "../errors.ts";
import type { IntakeEvent } from "../model/event.ts";
import { sendBatch, type Sending } from "./send_batch.ts";

/**
 * Sends a Batch to its targets, one after the other; a target that fails does not affect the
 * others. Throws IntakeError DELIVERY_FAILED, which names each target that failed, and the signal's
 * reason.
 */
export async function* sendToAll(
  sending: Sending,
  destinations: readonly Destination[],
): AsyncGenerator<IntakeEvent> {
  const faults: IntakeError[] = [];
  for (const destination of destinations) {
    try {
      yield* sendBatch(sending, destination);
    } catch (error) {
      if (!(error instanceof IntakeError) || error.code !== "DELIVERY_FAILED") throw error;
      faults.push(error);
    }
  }
  const [first] = faults;
  if (!first) return;
  const message = faults.map((fault) => fault.message).join("; ");
  const worst = faults.find(({ cause }) => cause instanceof DeliveryError && cause.isFinal) ??
    first;
  throw new IntakeError("DELIVERY_FAILED", message, worst.hint, { cause: worst.cause });
}
