import { DeliveryError, type Destination } from "../../deliver/destination.ts";
import { IntakeError } from "../../model/errors.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { exists } from "../../system/paths.ts";
import { type Found, type JobRun, outputOf } from "../job_run.ts";
import { sendBatch, type Sending } from "../send_batch.ts";

/** Whether there is an output and a target that may lack it. */
export function hasOutputToDeliver({ job, ports, plan }: JobRun): boolean {
  return plan.from !== "dispose" && ports.delivery.destinations.length > 0 &&
    exists(outputOf(job, ports));
}

/** Sends the output of a job to all targets. Throws as {@link sendToAll}, and LEASE_LOST. */
export async function* deliverOutput(
  { job, ports, plan }: JobRun,
): AsyncGenerator<IntakeEvent, Found> {
  await ports.row.beginStage(job, "deliver");
  const { destinations, patienceMs, confirmed, mayReplace, note } = ports.delivery;
  const sending: Sending = {
    code: job.code,
    folder: outputOf(job, ports),
    claim: job.claim,
    resumed: plan.from !== "look",
    signal: job.signal,
    patienceMs,
    confirmLease: () => job.confirmLease(() => ports.row.renew(job)),
    confirmed: (...which) => confirmed(job, ...which),
    mayReplace,
    note: (...what) => note(job, ...what),
  };
  yield* sendToAll(sending, destinations);
  return {};
}

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
  const worst = faults.find(isFinal) ?? first;
  throw new IntakeError("DELIVERY_FAILED", message, worst.hint, { cause: worst.cause });
}

function isFinal({ cause }: IntakeError): boolean {
  return cause instanceof DeliveryError && cause.isFinal;
}
