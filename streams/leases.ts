import type { Claim, Lease } from "../src/model/batch.ts";
import { IntakeError } from "../src/model/errors.ts";

/**
 * The jobs of this process, and when each lease was last renewed. `Claimed` is a Batch or a
 * delivery.
 */
export class Leases<Claimed extends Claim> {
  readonly #entries = new Map<
    number,
    { job: Claimed & Lease; abort: AbortController; renewedAt: number }
  >();

  /** `now` is a monotonic clock in milliseconds. */
  constructor(readonly leaseMs: number, readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The running jobs. */
  get jobs(): (Claimed & Lease)[] {
    return [...this.#entries.values()].map((entry) => entry.job);
  }

  /**
   * Adds a claim. An older job of this process for the same row has lost its lease and is aborted.
   */
  add(claimed: Claimed): Claimed & Lease {
    this.#entries.get(claimed.id)?.abort.abort(leaseLost());
    const abort = new AbortController();
    const job: Claimed & Lease = {
      ...claimed,
      signal: abort.signal,
      confirmLease: async (renew) => {
        job.signal.throwIfAborted();
        const askedAt = this.now();
        await renew();
        this.confirm([job], new Set([job.id]), askedAt);
        this.#requireLease(job);
      },
    };
    this.#entries.set(claimed.id, { job, abort, renewedAt: this.now() });
    return job;
  }

  /** Removes a job, unless a newer claim has replaced it. */
  remove({ id, claim }: Claim): void {
    if (this.#entries.get(id)?.job.claim === claim) this.#entries.delete(id);
  }

  /**
   * Processes the result of a renewal of `asked` sent at `askedAt`; jobs not confirmed are aborted.
   */
  confirm(
    asked: readonly (Claimed & Lease)[],
    confirmed: ReadonlySet<number>,
    askedAt: number,
  ): void {
    for (const job of asked) {
      const entry = this.#entries.get(job.id);
      if (!entry || entry.job !== job) continue;
      if (confirmed.has(job.id)) entry.renewedAt = askedAt;
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

  #requireLease(job: Claimed & Lease): void {
    job.signal.throwIfAborted();
    const entry = this.#entries.get(job.id);
    const hasLease = entry?.job === job && this.now() - entry.renewedAt < this.leaseMs;
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
