import type { ClaimedBatch, Job } from "../src/model/batch.ts";
import { IntakeError } from "../src/model/errors.ts";

/** The jobs of this process, and when each lease was last renewed. */
export class Leases {
  readonly #entries = new Map<
    number,
    { batch: Job; abort: AbortController; renewedAt: number }
  >();

  /** `now` is a monotonic clock in milliseconds. */
  constructor(readonly leaseMs: number, readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The running jobs. */
  get batches(): Job[] {
    return [...this.#entries.values()].map((entry) => entry.batch);
  }

  /**
   * Adds a claim. An older job of this process for the same Batch has lost its lease and is
   * aborted.
   */
  add(claimed: ClaimedBatch): Job {
    this.#entries.get(claimed.id)?.abort.abort(leaseLost());
    const abort = new AbortController();
    const batch: Job = {
      ...claimed,
      signal: abort.signal,
      confirmLease: async (renew) => {
        batch.signal.throwIfAborted();
        const askedAt = this.now();
        await renew();
        this.confirm([batch], new Set([batch.id]), askedAt);
        this.#requireLease(batch);
      },
    };
    this.#entries.set(claimed.id, { batch, abort, renewedAt: this.now() });
    return batch;
  }

  /** Removes a job, unless a newer claim has replaced it. */
  remove(batch: ClaimedBatch): void {
    if (this.#entries.get(batch.id)?.batch.claim === batch.claim) this.#entries.delete(batch.id);
  }

  /**
   * Processes the result of a renewal of `asked` sent at `askedAt`; jobs not confirmed are aborted.
   */
  confirm(asked: readonly Job[], confirmed: ReadonlySet<number>, askedAt: number): void {
    for (const batch of asked) {
      const entry = this.#entries.get(batch.id);
      if (!entry || entry.batch !== batch) continue;
      if (confirmed.has(batch.id)) entry.renewedAt = askedAt;
      else entry.abort.abort(leaseLost());
    }
  }

  /** Aborts all jobs because the program stops. */
  abortAll(): void {
    for (const { abort } of this.#entries.values()) {
      abort.abort(
        new IntakeError(
          "STOPPED",
          "the program was stopped",
          "the Batch is processed after the next start",
        ),
      );
    }
  }

  #requireLease(batch: Job): void {
    batch.signal.throwIfAborted();
    const entry = this.#entries.get(batch.id);
    const hasLease = entry?.batch === batch && this.now() - entry.renewedAt < this.leaseMs;
    if (!hasLease) throw leaseLost();
  }
}

function leaseLost(): IntakeError {
  return new IntakeError(
    "LEASE_LOST",
    "the lease of this Batch was lost",
    "no action is needed: the Batch is claimed and processed again",
  );
}
