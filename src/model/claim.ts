import type { Origin, Stage } from "./batch.ts";

/** A Batch and the number of a claim; the number is the fencing token of every later statement. */
export interface Claim {
  readonly id: number;
  readonly claim: number;
}

/** A claimed Batch: its row, as far as a job needs it. */
export interface ClaimedBatch extends Claim {
  /** The name of its folder. */
  readonly uid: string;
  /** Its pseudonymous code, `B-…`. */
  readonly code: string;
  /** The inbox of its folder. */
  readonly base: string;
  readonly origin: Origin;
  /** The folder was renamed into place, so that no settling time is needed. */
  readonly settled: boolean;
  /** `deliver`: the output is in place. `dispose`: only the source folder remains to be handled. */
  readonly stage: Stage;
  /** Survey of the folder that the stored rows were read from; null if it is not known. */
  readonly survey: string | null;
  /** The folder is read again if its survey has changed. */
  readonly lookAgain: boolean;
  /** The Batch was DONE before this job. */
  readonly wasDone?: boolean;
  /** Fingerprint of the key that the stored rows were made with; null for the current key. */
  readonly keyFingerprint: string | null;
  /** Images were delivered and their source folder no longer exists. */
  readonly sourceGone: boolean;
  /** Seconds since the folder was found, by the clock of the database. */
  readonly ageSeconds: number;
}

/** A claimed Batch and the state of its lease in this process. */
export interface Job extends ClaimedBatch {
  /** Aborted with an IntakeError, LEASE_LOST or STOPPED. */
  readonly signal: AbortSignal;
  /**
   * Renews the lease with `renew`. Called before every step that cannot be undone; throws
   * IntakeError if the job must end. An answer that takes longer than the lease counts as a failure.
   */
  readonly confirmLease: (renew: () => Promise<void>) => Promise<void>;
}
