/**
 * The statuses of a Batch and the functions that change them:
 *
 * | from        | to          | by                                                          |
 * | ----------- | ----------- | ----------------------------------------------------------- |
 * | (no row)    | NEW, QUEUE  | `recordFolders`                                             |
 * | NEW, QUEUE  | PROCESSING  | `claimBatches`                                              |
 * | PROCESSING  | PROCESSING  | `claimBatches`, after the lease has expired                 |
 * | PROCESSING  | PROCESSING  | `storeBatch`, `beginStage`: only the stage changes          |
 * | PROCESSING  | NEW, QUEUE  | `releaseBatch`, `deferBatch`: the job cannot run now        |
 * | PROCESSING  | DONE, EMPTY | `finishBatch`                                               |
 * | PROCESSING  | ERROR       | `failBatch`, `failPoisoned`                                 |
 * | DONE, ERROR | NEW, QUEUE  | `resendBatches`: a target lacks images                      |
 * | DONE, EMPTY, ERROR | NEW, QUEUE | `retryBatches`                                        |
 * | ERROR       | NEW, QUEUE  | `recordFolders`: a folder reappeared, or an incomplete one changed |
 */
export const batchStatuses = ["NEW", "QUEUE", "PROCESSING", "DONE", "EMPTY", "ERROR"] as const;

export type BatchStatus = typeof batchStatuses[number];

/** The statuses in which a job leaves its Batch. */
export type EndStatus = Extract<BatchStatus, "DONE" | "EMPTY" | "ERROR">;

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
