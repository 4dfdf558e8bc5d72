import { join } from "node:path";
import {
  type Delivery,
  DeliveryError,
  type Destination,
  RefusedImagesError,
  TargetDownError,
} from "../deliver/destination.ts";
import { RetryBudget, retryWithin } from "../deliver/retry.ts";
import type { ObjectVersion, Receipt, RefusedImage } from "../model/delivery.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { DeliveryJob, DeliveryOutcome, EndedAttempt } from "../model/target.ts";
import { classifyFault } from "./classify_fault.ts";
import { attemptEvents } from "./delivery_events.ts";
import { type CatalogueOfImages, matchesCatalogue } from "./matches_catalogue.ts";

/** An attempt ends if no request has succeeded for this long. */
const retryBudgetMs = 10_000;

/** What delivering a Batch needs. */
export interface DeliverBatchPorts {
  readonly outputBase: string;
  readonly destinations: readonly Destination[];
  readonly catalogue: CatalogueOfImages;
  /** The names of those objects that the target has confirmed with this content. */
  readonly confirmed: (
    batchId: number,
    target: string,
    objects: readonly ObjectVersion[],
  ) => Promise<ReadonlySet<string>>;
  /** Whether an object of this name and content at the target may be replaced. */
  readonly mayReplace: (target: string, object: string, sha256: string) => Promise<boolean>;
  /** Stores receipts of a target. */
  readonly note: (batchId: number, target: string, receipts: readonly Receipt[]) => Promise<void>;
  /** Stores which images the target refused for good. */
  readonly noteRefused: (
    batchId: number,
    target: string,
    refused: readonly RefusedImage[],
  ) => Promise<void>;
  /** Renews the lease. Throws IntakeError LEASE_LOST. */
  readonly renew: (job: DeliveryJob) => Promise<void>;
  /** Ends the attempt in the database. */
  readonly end: (job: DeliveryJob, outcome: DeliveryOutcome) => Promise<EndedAttempt>;
}

/**
 * Makes one attempt to deliver a Batch to a target, except for objects that the target has
 * confirmed before, and yields its events. Receipts are stored when they arrive, so that a crash
 * repeats little. Never throws: if the target is down, the delivery waits for its next attempt; if
 * it refused images for good, all others are sent, and the Batch becomes ERROR in the end.
 */
export async function* deliverBatch(
  job: DeliveryJob,
  ports: DeliverBatchPorts,
): AsyncGenerator<IntakeEvent> {
  let outcome: DeliveryOutcome | undefined;
  let images = 0;
  let refused: readonly RefusedImage[] = [];
  try {
    for await (const receipts of send(job, ports)) {
      await ports.note(job.batchId, job.target, receipts);
      images += receipts.filter(({ kind, state }) => kind === "image" && isStored(state)).length;
      const { batch, target } = job;
      yield { name: "delivery.progressed", level: "debug", batch, target, images };
    }
    outcome = { kind: "confirmed" };
  } catch (error) {
    if (error instanceof RefusedImagesError) refused = error.images;
    outcome = outcomeOf(error);
  }
  if (!outcome) return; // another process has the delivery
  try {
    await ports.noteRefused(job.batchId, job.target, refused);
    yield* attemptEvents(job, outcome, await ports.end(job, outcome), images);
  } catch (error) {
    // database unavailable: after the lease has expired, the delivery is claimed again
    const { code, message: reason, hint } = classifyFault(error);
    const { batch, target } = job;
    yield { name: "delivery.abandoned", level: "warn", batch, target, code, reason, hint };
  }
}

function isStored(state: Receipt["state"]): boolean {
  return state === undefined || state === "same";
}

/** Sends the Batch and yields receipts. Throws DeliveryError, Outdated, and the signal's reason. */
async function* send(
  job: DeliveryJob,
  ports: DeliverBatchPorts,
): AsyncGenerator<readonly Receipt[]> {
  const { batch, batchId, target, claim, signal } = job;
  const destination = ports.destinations.find(({ name }) => name === target);
  if (!destination) throw new TypeError("a delivery to a target that is not in the settings");
  const folder = join(ports.outputBase, batch);
  const row = { id: batchId };
  if (!await matchesCatalogue(row, ports.catalogue, folder, () => true)) throw new Outdated();
  const budget = new RetryBudget(retryBudgetMs);
  const delivery: Delivery = {
    folder,
    claim,
    resumed: claim > 1,
    signal,
    confirmLease: () => job.confirmLease(() => ports.renew(job)),
    withRetry: (request) => retryWithin(budget, signal, request),
    mayReplace: (object, sha256) => ports.mayReplace(target, object, sha256),
    confirmed: (objects) => ports.confirmed(batchId, target, objects),
  };
  yield* destination.deliver(delivery);
}

/** The output differs from the catalogue, or is missing. */
class Outdated extends Error {}

/** How an attempt ended that threw an error; undefined if another process has the delivery. */
function outcomeOf(error: unknown): DeliveryOutcome | undefined {
  if (error instanceof Outdated) return { kind: "outdated" };
  if (error instanceof DeliveryError) return outcomeOfTarget(error);
  const { code, message: reason } = classifyFault(error);
  switch (code) {
    case "LEASE_LOST":
      return undefined;
    case "STOPPED":
      return { kind: "released" };
    case "MANIFEST_DAMAGED":
      return { kind: "outdated" };
    case "INTERNAL":
      return { kind: "refused", code, reason: `the Batch: ${reason}` };
    default:
      return { kind: "failed", code: "OUTPUT_UNREADABLE", reason, retryAfterMs: 0 };
  }
}

function outcomeOfTarget(error: DeliveryError): DeliveryOutcome {
  const { reason, retryAfterMs } = error;
  if (error.isFinal) return { kind: "refused", code: "REFUSED", reason };
  const code = error instanceof TargetDownError ? error.attemptCode : "TARGET_FAULT";
  return { kind: "failed", code, reason, retryAfterMs };
}
