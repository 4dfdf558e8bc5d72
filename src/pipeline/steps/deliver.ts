import { type Delivery, DeliveryError, type Destination } from "../../deliver/destination.ts";
import { RetryBudget, retryWithin } from "../../deliver/retry.ts";
import type { Job } from "../../model/batch.ts";
import { IntakeError } from "../../model/errors.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { isThere } from "../../system/pooled_files.ts";
import type { DeliveryPorts, RowPorts } from "../job_ports.ts";
import { type Found, type JobRun, type OutputBase, outputOf } from "../job_run.ts";

/** What step `deliver` needs. */
export interface DeliverPorts extends OutputBase {
  readonly delivery: DeliveryPorts;
  readonly row: Pick<RowPorts, "renew" | "beginStage">;
}

/** Whether there is an output and a target that may lack it. */
export async function hasOutputToDeliver(
  { job, ports, plan }: JobRun<DeliverPorts>,
): Promise<boolean> {
  return plan.from !== "dispose" && ports.delivery.destinations.length > 0 &&
    await isThere(outputOf(job, ports));
}

/** Delivers the output of a job to all targets. Throws as {@link deliverToAll}, and LEASE_LOST. */
export async function* deliverOutput(
  { job, ports, plan }: JobRun<DeliverPorts>,
): AsyncGenerator<IntakeEvent, Found> {
  await ports.row.beginStage(job, "deliver");
  const { destinations, ...delivery } = ports.delivery;
  const batch: PlacedBatch = {
    ...delivery,
    job,
    folder: outputOf(job, ports),
    resumed: plan.from !== "look",
    confirmLease: () => job.confirmLease(() => ports.row.renew(job)),
  };
  yield* deliverToAll(batch, destinations);
  return {};
}

/** A Batch whose output is placed, and what is needed to deliver it. */
export interface PlacedBatch
  extends
    Pick<Delivery, "folder" | "resumed" | "confirmLease">,
    Omit<DeliveryPorts, "destinations"> {
  readonly job: Job;
}

/**
 * Delivers a Batch to its targets, one after the other; a target that fails does not affect the
 * others. Throws IntakeError DELIVERY_FAILED, which names each target that failed, and the signal's
 * reason.
 */
export async function* deliverToAll(
  batch: PlacedBatch,
  destinations: readonly Destination[],
): AsyncGenerator<IntakeEvent> {
  const faults: IntakeError[] = [];
  for (const destination of destinations) {
    try {
      yield* deliverToOne(batch, destination);
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

/**
 * Delivers a Batch to a target, except for objects that the target has confirmed before. Receipts
 * are stored when they arrive, so that a crash repeats little. Throws IntakeError DELIVERY_FAILED
 * if the target is unreachable for too long or has refused images, and the signal's reason.
 */
async function* deliverToOne(
  { job, retryBudgetMs, confirmed, mayReplace, note, ...placed }: PlacedBatch,
  destination: Destination,
): AsyncGenerator<IntakeEvent> {
  const { code: batch, claim, signal } = job;
  const { name: target } = destination;
  const budget = new RetryBudget(retryBudgetMs);
  let images = 0;
  const confirmations = destination.deliver({
    ...placed,
    claim,
    signal,
    withRetry: (request) => retryWithin(budget, signal, request),
    mayReplace: (object, sha256) => mayReplace(target, object, sha256),
    confirmed: (objects) => confirmed(job, target, objects),
  });
  try {
    for await (const receipts of confirmations) {
      await note(job, target, receipts);
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

function isFinal({ cause }: IntakeError): boolean {
  return cause instanceof DeliveryError && cause.isFinal;
}
