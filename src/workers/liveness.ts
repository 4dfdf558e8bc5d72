import type { StallWatch } from "./stall_watch.ts";

/**
 * Measures whether threads make any progress, independent of single threads: replacing a stalled
 * thread with another that stalls is no progress. `now` is a monotonic clock, in milliseconds.
 */
export class Liveness {
  #aliveAt: number;

  constructor(readonly now: () => number = () => performance.now()) {
    this.#aliveAt = now();
  }

  /** Records the counters of the busy threads; to be called about once a second. */
  note(busy: readonly StallWatch[]): void {
    const counted = busy.length === 0 ? this.now() : Math.max(...busy.map((one) => one.countedAt));
    this.#aliveAt = Math.max(this.#aliveAt, counted);
  }

  /** For how many milliseconds nothing was done although there was work. */
  get idleMs(): number {
    return this.now() - this.#aliveAt;
  }
}
