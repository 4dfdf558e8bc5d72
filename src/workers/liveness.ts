import type { StallWatch } from "./stall_watch.ts";

/**
 * Whether threads make progress at all, whatever becomes of each: replacing a thread that stalls
 * with another that stalls is none. `now` is a clock that never jumps, in milliseconds.
 */
export class Liveness {
  #aliveAt: number;

  constructor(readonly now: () => number = () => performance.now()) {
    this.#aliveAt = now();
  }

  /** Notes what the threads that have something to do have counted; call it every second or so. */
  note(busy: readonly StallWatch[]): void {
    const counted = busy.length === 0 ? this.now() : Math.max(...busy.map((one) => one.countedAt));
    this.#aliveAt = Math.max(this.#aliveAt, counted);
  }

  /** For how long nothing was done though there was something to do, in milliseconds. */
  get idleMs(): number {
    return this.now() - this.#aliveAt;
  }
}
