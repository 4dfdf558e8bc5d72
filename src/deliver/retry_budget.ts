import { setTimeout as pause } from "node:timers/promises";
import { DeliveryError } from "./destination.ts";

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** How long a target may fail without a success in between, by a clock that never jumps. */
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

  /** Whether a target that has just failed may be tried again after a wait. */
  lasts(waitMs: number): boolean {
    this.#failingSince ??= this.now();
    return this.now() + waitMs - this.#failingSince <= this.ms;
  }
}

/**
 * Tries until it succeeds, is refused for good, or patience has run out: then throws the last
 * DeliveryError. Waits between tries double, with full jitter, and last as long as the target asks
 * for. Throws the signal's reason.
 */
export async function retryWithin<T>(
  patience: RetryBudget,
  signal: AbortSignal,
  send: () => Promise<T>,
): Promise<T> {
  for (let tries = 0;; tries++) {
    signal.throwIfAborted();
    try {
      const result = await send();
      patience.succeeded();
      return result;
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.isFinal) throw error;
      const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** tries);
      const ms = Math.max(error.retryAfterMs, patience.random() * longest);
      if (!patience.lasts(ms)) throw error;
      await patience.wait(ms, signal).catch((reason) => {
        signal.throwIfAborted();
        throw reason;
      });
    }
  }
}
