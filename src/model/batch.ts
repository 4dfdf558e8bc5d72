/**
 * The statuses of a Batch and the functions that change them:
 *
 * | from        | to          | by                                                          |
 * | ----------- | ----------- | ----------------------------------------------------------- |
 * | (no row)    | NEW, QUEUE  | `recordFolders`                                             |
 * | NEW, QUEUE  | PROCESSING  | `claimBatches`                                              |
 * | PROCESSING  | PROCESSING  | `claimBatches`, after the lease has expired                 |
 * | PROCESSING  | PROCESSING  | `storeBatch`, `beginDisposal`: only the stage changes       |
 * | PROCESSING  | DELIVERING  | `handOver`: the output is placed, targets lack it           |
 * | DELIVERING  | PROCESSING  | `claimDelivered`: every delivery has ended                  |
 * | PROCESSING  | NEW, QUEUE  | `releaseBatch`, `deferBatch`: the job cannot run now        |
 * | PROCESSING  | DONE, EMPTY | `finishBatch`                                               |
 * | PROCESSING  | REVIEW      | `finishBatch`: images wait for a person; `releaseBatch`,    |
 * |             |             | `deferBatch`: its decisions cannot be carried out now       |
 * | REVIEW      | PROCESSING  | `claimDelivered`: a person has decided                      |
 * | PROCESSING  | ERROR       | `failBatch`, `failPoisoned`                                 |
 * | DONE, ERROR,| NEW, QUEUE  | `resendBatches`, `resendToTarget`: images are missing       |
 * | REVIEW      |             |                                                             |
 * | DELIVERING  | NEW, QUEUE  | `retryBatches`; `resendToTarget`: a target has lost images  |
 * | DONE, EMPTY,| NEW, QUEUE  | `retryBatches`; `failBatch`, for another Batch: files were  |
 * | REVIEW      |             | skipped as duplicates of its images, which no longer exist  |
 * | ERROR       | NEW, QUEUE  | `retryBatches`; `recordFolders`: the folder was gone or     |
 * |             |             | incomplete, and has reappeared or changed                   |
 */
export const batchStatuses = [
  "NEW",
  "QUEUE",
  "PROCESSING",
  "DELIVERING",
  "DONE",
  "EMPTY",
  "REVIEW",
  "ERROR",
] as const;

export type BatchStatus = typeof batchStatuses[number];

/** The statuses in which a job leaves its Batch. */
export type EndStatus = Extract<BatchStatus, "DONE" | "EMPTY" | "REVIEW" | "ERROR">;

/** The two statuses in which a Batch waits for a claim: recorded by `watch`, or by `queue`. */
export type Origin = "NEW" | "QUEUE";

/** The stages of a job, in their order. */
export const jobStages = [
  "look",
  "import",
  "store",
  "place",
  "deliver",
  "dispose",
  "finish",
] as const;

export type JobStage = typeof jobStages[number];

/**
 * The stages that a row can have; migration 0016 has the same list as a check constraint.
 * `waiting`: no job has started; `claimed`: a job is about to start; `finished`: it has ended.
 */
export const stages = ["waiting", "claimed", ...jobStages, "finished"] as const;

export type Stage = typeof stages[number];

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
  /** Device and inode of the inbox when the folder was read; null if they are not known. */
  readonly inbox?: string | null;
  /** Fingerprint of the key that the stored rows were made with; null for the current key. */
  readonly keyFingerprint: string | null;
  /** Images were delivered and their source folder no longer exists. */
  readonly sourceGone: boolean;
  /** The job carries out decisions of a review, and does not read the source. */
  readonly reviewing?: boolean;
  /** A person decides, or has decided, about some of its files. */
  readonly hasReview?: boolean;
  /** Seconds since the folder was found, by the clock of the database. */
  readonly ageSeconds: number;
}

/** The state of a lease in this process. */
export interface Lease {
  /** Aborted with an IntakeError, LEASE_LOST or STOPPED. */
  readonly signal: AbortSignal;
  /**
   * Renews the lease with `renew`. Called before every step that cannot be undone; throws
   * IntakeError if the job must end. An answer that takes longer than the lease counts as a
   * failure.
   */
  readonly confirmLease: (renew: () => Promise<void>) => Promise<void>;
}

/** A claimed Batch and the state of its lease. */
export interface Job extends ClaimedBatch, Lease {}

/** What happens to the source folder of a Batch after all of it was delivered. */
export type AfterPolicy = "keep" | "archive" | "delete";

/** What a finding of the gate holds back: the image, its whole Batch, or nothing. */
export type GatePolicy = "image" | "batch" | "warn";

/** Which images are searched for text in their pixels, and what happens to those with text. */
export interface TextPolicy {
  /** Images whose header suggests text, or all. */
  readonly which: "risk" | "all";
  readonly action: "hold" | "redact" | "review";
  /** Whether text that is known to be harmless may stay. */
  readonly keep: "nothing" | "harmless";
}

/** Which images wait for a person instead of being held back. */
export interface ReviewPolicy {
  /** Those in whose pixels text was found, or cannot be ruled out. */
  readonly ofText: boolean;
  /** Those that rules hold back. */
  readonly ofRules: boolean;
}

/** The result of a job. */
export interface FinishedBatch {
  readonly status: "DONE" | "EMPTY" | "REVIEW";
  /** Some file was skipped for another reason than a rule, or has a finding of the gate. */
  readonly hasError: boolean;
  readonly images: number;
  /** The number of skipped files, including images that rules held back. */
  readonly skipped: number;
  readonly heldBack: number;
  readonly bytes: number;
}

/** Why and at which stage a job failed; the reason contains no value read from a file. */
export interface BatchFault {
  readonly stage: Stage;
  readonly code: string;
  readonly reason: string;
  /** Its folder no longer exists and its output is placed. */
  readonly sourceGone: boolean;
  /** Neither its folder nor an output of it exists. */
  readonly nothingLeft?: boolean;
}

/** The latest claim of a Batch. */
export interface LatestClaim {
  readonly code: string;
  readonly claim: number;
  readonly isProcessing: boolean;
}

/** A file that is to be processed alone, or to be skipped because it crashed when it was alone. */
export interface SuspectFile {
  readonly fileNumber: number;
  readonly crashed: boolean;
}

/** The content of a file that a site wrote: a recipe, or rows of safe private elements. */
export interface SiteText {
  readonly file: string;
  readonly text: string;
}
