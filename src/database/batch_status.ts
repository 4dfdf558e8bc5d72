/**
 * The states of a Batch and the statements that move it:
 *
 * | from        | to          | by                                             |
 * | ----------- | ----------- | ---------------------------------------------- |
 * | (nothing)   | NEW, QUEUE  | `recordFolders`                                |
 * | NEW, QUEUE  | PROCESSING  | `claimBatches`                                 |
 * | PROCESSING  | PROCESSING  | `claimBatches`, once its lease has expired     |
 * | PROCESSING  | PROCESSING  | `storeBatch`, then `beginStage`: another stage |
 * | PROCESSING  | NEW, QUEUE  | `releaseBatch`: shutdown, or not settled yet   |
 * | PROCESSING  | DONE, EMPTY | `finishBatch`                                  |
 * | PROCESSING  | ERROR       | `failBatch`, `failPoisoned`                    |
 * | DONE        | NEW, QUEUE  | `resendBatches`: a target lacks something      |
 * | ERROR …     | NEW, QUEUE  | `retryBatches`; `recordFolders` when a folder that was gone is back, or an incomplete one changed |
 */
export const batchStatuses = ["NEW", "QUEUE", "PROCESSING", "DONE", "EMPTY", "ERROR"] as const;

export type BatchStatus = typeof batchStatuses[number];

/** The two states a Batch waits in: found by `watch`, or by the cached queue. */
export type Origin = "NEW" | "QUEUE";

/** A Batch as its worker holds it; `claim` is the fencing number of every later statement. */
export interface ClaimedBatch {
  readonly id: number;
  readonly uid: string;
  readonly code: string;
  readonly base: string;
  readonly origin: Origin;
  readonly claim: number;
  readonly settled: boolean;
  /** `deliver` when its output is in place and is sent to targets, `dispose` when only the source is left. */
  readonly stage: string;
  /** The folder as it was when it was read for the rows that are stored; null if nobody knows. */
  readonly survey: string | null;
  /** The folder is to be read again if it is not as it was then. */
  readonly lookAgain: boolean;
  /** It was DONE before this job. */
  readonly wasDone?: boolean;
  /** Of the key its stored rows were made with; null for the current one. */
  readonly keyFingerprint: string | null;
  /** Images were delivered whose source was disposed of, or tidied away. */
  readonly sourceGone: boolean;
  /** Since it was found, in seconds, by the database's clock. */
  readonly ageSeconds: number;
}
