import { setTimeout as pause } from "node:timers/promises";
import { DeliveryError, TargetDownError } from "./destination.ts";

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** How long a target may fail without any success, measured by a monotonic clock. */
export class RetryBudget {
  #failingSince: number | undefined;

  constructor(
    readonly ms: number,
    readonly now: () => number = () => performance.now(),
    readonly random: () => number = Math.random,
    readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, signal) =>
      pause(ms, undefined, { signal }),
  ) {}

  succeeded(): void {
    this.#failingSince = undefined;
  }

  /** Whether a target that has just failed may be retried after a wait. */
  allows(waitMs: number): boolean {
    this.#failingSince ??= this.now();
    return this.now() + waitMs - this.#failingSince <= this.ms;
  }
}

/**
 * Calls `send` until it succeeds. Throws the last DeliveryError if it is final, the target is down,
 * or the retry budget is used up, and the signal's reason. Waits between attempts follow
 * exponential backoff with full jitter, but last at least as long as the target asks for.
 */
export async function retryWithin<T>(
  budget: RetryBudget,
  signal: AbortSignal,
  send: () => Promise<T>,
): Promise<T> {
  for (let attempts = 0;; attempts++) {
    signal.throwIfAborted();
    try {
      const result = await send();
      budget.succeeded();
      return result;
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.isFinal) throw error;
      if (error instanceof TargetDownError) throw error; // its circuit breaker decides
      const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** attempts);
      const ms = Math.max(error.retryAfterMs, budget.random() * longest);
      if (!budget.allows(ms)) throw error;
      await budget.wait(ms, signal).catch((reason) => {
        signal.throwIfAborted();
        throw reason;
      });
    }
  }
}
