import type { Breaker } from "../model/target.ts";

/** A target that fails this often without a success is down. */
const failuresUntilOpen = 3;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;
const mostAllowed = 64;

const firstRowWaitMs = 2000;
const longestRowWaitMs = 900_000;

/**
 * The breaker after a target has answered: it receives Batches. Each success doubles how many are
 * sent at once, so that a target that comes back does not receive everything at once.
 */
export function afterSuccess({ allowed }: Breaker): Breaker {
  return { state: "closed", failures: 0, allowed: Math.min(allowed * 2, mostAllowed) };
}

/** A failed attempt. */
export interface Failure {
  /** The fault is certain to concern every Batch: the breaker opens at once. */
  readonly isDown: boolean;
  /** The target asked for this pause; 0 if it did not. */
  readonly retryAfterMs: number;
}

/**
 * The breaker after a failed attempt, and the time until the target's next attempt if it is open.
 * A failed probe opens it again. Waits follow exponential backoff with full jitter; `random` is at
 * least 0 and below 1. An attempt that fails while the breaker is open was started before.
 */
export function afterFailure(
  before: Breaker,
  { isDown, retryAfterMs }: Failure,
  random: () => number = Math.random,
): Breaker & { readonly waitMs: number | undefined } {
  if (before.state === "open") return { ...before, waitMs: undefined };
  const failures = before.failures + 1;
  const opens = isDown || before.state === "half-open" || failures >= failuresUntilOpen;
  if (!opens) return { ...before, failures, waitMs: undefined };
  const waitMs = Math.max(retryAfterMs, backoff(firstWaitMs, failures, longestWaitMs, random));
  return { state: "open", failures, allowed: 1, waitMs };
}

/**
 * The time until a Batch is sent again whose attempt has failed, in milliseconds. Other Batches do
 * not wait for it, so that a Batch that a target never accepts blocks nothing.
 */
export function rowWaitMs(
  attempts: number,
  retryAfterMs: number,
  random: () => number = Math.random,
): number {
  return Math.max(retryAfterMs, backoff(firstRowWaitMs, attempts, longestRowWaitMs, random));
}

function backoff(firstMs: number, times: number, mostMs: number, random: () => number): number {
  return random() * Math.min(mostMs, firstMs * 2 ** Math.min(times - 1, 30));
}
