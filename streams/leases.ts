import type { ClaimedBatch, Job } from "../src/model/claim.ts";
import { IntakeError } from "../src/errors.ts";

/** The Batches this process holds, and since when each lease is known to be good. */
export class Leases {
  readonly #held = new Map<
    number,
    { batch: Job; abort: AbortController; renewedAt: number }
  >();

  /** `now` is a clock that never jumps, in milliseconds. */
  constructor(readonly leaseMs: number, readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.#held.size;
  }

  get batches(): Job[] {
    return [...this.#held.values()].map((entry) => entry.batch);
  }

  /** A newer claim of a Batch whose lease ran out under an older job of this process ends that job. */
  add(claimed: ClaimedBatch): Job {
    this.#held.get(claimed.id)?.abort.abort(leaseLost());
    const abort = new AbortController();
    const batch: Job = {
      ...claimed,
      signal: abort.signal,
      confirmLease: async (renew) => {
        batch.signal.throwIfAborted();
        const askedAt = this.now();
        await renew();
        this.confirm([batch], new Set([batch.id]), askedAt);
        this.#assertHeld(batch);
      },
    };
    this.#held.set(claimed.id, { batch, abort, renewedAt: this.now() });
    return batch;
  }

  remove(batch: ClaimedBatch): void {
    if (this.#held.get(batch.id)?.batch.claim === batch.claim) this.#held.delete(batch.id);
  }

  /** Notes which leases the database confirmed for a renewal asked for at `askedAt`. */
  confirm(asked: readonly Job[], confirmed: ReadonlySet<number>, askedAt: number): void {
    for (const batch of asked) {
      const entry = this.#held.get(batch.id);
      if (!entry || entry.batch !== batch) continue;
      if (confirmed.has(batch.id)) entry.renewedAt = askedAt;
      else entry.abort.abort(leaseLost());
    }
  }

  abortAll(): void {
    for (const { abort } of this.#held.values()) {
      abort.abort(
        new IntakeError("STOPPED", "the program was stopped", "the Batch waits for the next start"),
      );
    }
  }

  #assertHeld(batch: Job): void {
    batch.signal.throwIfAborted();
    const entry = this.#held.get(batch.id);
    const isHeld = entry?.batch === batch && this.now() - entry.renewedAt < this.leaseMs;
    if (!isHeld) throw leaseLost();
  }
}

function leaseLost(): IntakeError {
  return new IntakeError(
    "LEASE_LOST",
    "the lease on this Batch could not be kept",
    "nothing needs to be done: whoever claims it next starts it again",
  );
}
