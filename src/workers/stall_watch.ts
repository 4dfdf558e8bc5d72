import { IntakeError } from "../errors.ts";
import type { ProgressCount } from "./progress_count.ts";

/** The minimum progress: one entry or 64 kB per second. */
const bytesPerSecond = 1 << 16;

/**
 * Detects by its progress counter whether a thread still works. It is stalled if its counter does
 * not change for `silenceMs`, or if one piece of work takes longer than `silenceMs` plus the time
 * that its size allows. `now` is a monotonic clock, in milliseconds.
 */
export class StallWatch {
  #startedAt: number;
  #startedTotal = 0;
  #seenTotal = 0;
  #progressAt: number;
  #countedAt = -Infinity;

  constructor(
    readonly count: ProgressCount,
    readonly silenceMs: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#startedAt = this.#progressAt = now();
  }

  /** The thread has started a piece of work, or finished one and continues with the next. */
  start(): void {
    this.#startedAt = this.#progressAt = this.now();
    this.#startedTotal = this.#seenTotal = this.count.total;
  }

  /** For how many milliseconds a busy thread has counted nothing. */
  get silentMs(): number {
    const total = this.count.total;
    if (total !== this.#seenTotal) this.#progressAt = this.#countedAt = this.now();
    this.#seenTotal = total;
    return this.now() - this.#progressAt;
  }

  /** When the counter was last seen to change, independent of calls of `start`. */
  get countedAt(): number {
    void this.silentMs;
    return this.#countedAt;
  }

  get isStalled(): boolean {
    if (this.silentMs >= this.silenceMs) return true;
    const allowedMs = (this.#seenTotal - this.#startedTotal) / bytesPerSecond * 1000;
    return this.now() - this.#startedAt >= this.silenceMs + allowedMs;
  }
}

/** The error of the work that a stalled thread had started. */
export function threadStalled(silenceMs: number): IntakeError {
  return new IntakeError(
    "THREAD_STALLED",
    `a thread that read this folder made too little progress for ${silenceMs / 1000} seconds`,
    "check that the file systems of the inbox and the output respond; the Batch is retried automatically",
  );
}
