import type { Claim, Lease } from "./batch.ts";

/**
 * The states of a delivery, the row of a Batch and a target; migration 0022 has the same list.
 *
 * | from              | to        | by                                                      |
 * | ----------------- | --------- | ------------------------------------------------------- |
 * | (no row), (any)   | waiting   | `handOver`: the target lacks the output                 |
 * | waiting           | sending   | `claimDeliveries`                                       |
 * | sending           | waiting   | `endDelivery`: an attempt failed, or the program stops; |
 * |                   |           | `claimDeliveries`: the lease has expired                |
 * | sending           | confirmed | `endDelivery`: the target has confirmed every image     |
 * | sending           | refused   | `endDelivery`: images were refused, all others are sent |
 * | sending           | paused    | `endDelivery`: the output differs from the catalogue    |
 * | (any)             | paused    | `pauseDeliveries`: the Batch is processed again         |
 * | (not confirmed)   | closed    | `closeTargets`, `handOver`: it is no longer a target    |
 */
export const deliveryStates = [
  "waiting",
  "sending",
  "paused",
  "confirmed",
  "refused",
  "closed",
] as const;

export type DeliveryState = typeof deliveryStates[number];

/**
 * The states of a target's circuit breaker; migration 0022 has the same list. `closed`: it receives
 * Batches. `open`: it is down, and receives nothing until its next attempt. `half-open`: one Batch
 * is sent as a probe, by one of all processes.
 */
export const breakerStates = ["closed", "open", "half-open"] as const;

export type BreakerState = typeof breakerStates[number];

/** Why an attempt to deliver a Batch failed as a whole; every code has a row in troubleshooting. */
export const attemptCodes = [
  "TARGET_DOWN",
  "TARGET_DENIED",
  "TARGET_FAULT",
  "OUTPUT_UNREADABLE",
] as const;

export type AttemptCode = typeof attemptCodes[number];

/** The circuit breaker of a target: columns of its row, which all processes share. */
export interface Breaker {
  readonly state: BreakerState;
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** How many Batches may be sent to the target at once, by all processes. */
  readonly allowed: number;
}

/** A claimed delivery; its `id` and `claim` are those of its own row. */
export interface ClaimedDelivery extends Claim {
  readonly batchId: number;
  /** The code of the Batch. */
  readonly batch: string;
  /** The target: a URL without credentials. */
  readonly target: string;
  /** The number of this attempt since the last success. */
  readonly attempt: number;
}

/** A claimed delivery and the state of its lease. */
export interface DeliveryJob extends ClaimedDelivery, Lease {}

/** How an attempt to deliver a Batch ended. */
export type DeliveryOutcome =
  /** The target has confirmed every image. */
  | { readonly kind: "confirmed" }
  /** The target refused images for good, and has confirmed all others. */
  | { readonly kind: "refused"; readonly code: "REFUSED" | "INTERNAL"; readonly reason: string }
  | FailedAttempt
  /** The program stops. */
  | { readonly kind: "released" }
  /** The output differs from the catalogue: a job must examine it. */
  | { readonly kind: "outdated" };

/** The attempt failed and is repeated. */
export interface FailedAttempt {
  readonly kind: "failed";
  readonly code: AttemptCode;
  readonly reason: string;
  /** The target asked for this pause; 0 if it did not. */
  readonly retryAfterMs: number;
}

/** What ending an attempt changed. */
export interface EndedAttempt {
  /** The row has a newer claim: nothing was changed. */
  readonly isLost: boolean;
  /** The time until the next attempt, in milliseconds. */
  readonly waitMs: number;
  /** The failed attempts of the target since its last success. */
  readonly failures: number;
  /** The breaker has opened or closed. */
  readonly turned: "down" | "up" | undefined;
}

/** The result of a test of a target. */
export interface TargetCheck {
  readonly target: string;
  readonly isReady: boolean;
  /** What works, or why it does not, in sentences of this program. */
  readonly findings: readonly string[];
}
