import { IntakeError } from "../errors.ts";
import type { ProgressCount } from "./progress_count.ts";

/** Less than this in a second, an entry or 64 kB, is no progress. */
const bytesPerSecond = 1 << 16;

/**
 * Watches whether a thread still works, by what it counts and never by a timer of its own. It is
 * stalled when it counts nothing for `silenceMs`, or when one piece of work takes that long and as
 * much longer as its size allows. `now` is a clock that never jumps, in milliseconds.
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

  /** The thread has taken up a piece of work, or ended one and goes on with the next. */
  start(): void {
    this.#startedAt = this.#progressAt = this.now();
    this.#startedTotal = this.#seenTotal = this.count.total;
  }

  /** For how long a thread that has something to do has counted nothing, in milliseconds. */
  get silentMs(): number {
    const total = this.count.total;
    if (total !== this.#seenTotal) this.#progressAt = this.#countedAt = this.now();
    this.#seenTotal = total;
    return this.now() - this.#progressAt;
  }

  /** When the thread was last seen to have counted anything, however often it was started. */
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

/** The error of the work that a stalled thread had in hand. */
export function threadStalled(silenceMs: number): IntakeError {
  return new IntakeError(
    "THREAD_STALLED",
    `a thread that read this folder made too little progress for ${silenceMs / 1000} seconds`,
    "see that the inbox's and the output's file systems answer; the Batch is tried again by itself",
  );
}
