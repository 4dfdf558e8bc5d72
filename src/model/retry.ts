import type { BatchStatus } from "./batch.ts";

/** The statuses of Batches that have ended, or only wait for targets: they can be retried. */
export const retriedStatuses: readonly BatchStatus[] = [
  "DELIVERING",
  "DONE",
  "EMPTY",
  "REVIEW",
  "ERROR",
];

/**
 * What people can do with Batches that have ended. `retry`: continue, or process the folder again
 * if it has changed; `resend`: and send all images to every target again; `withdraw`: process it
 * again, and withdraw delivered images whose source files were deleted; `new-key`: process it again
 * with the current key, so that pseudonyms and UIDs change.
 */
export const retryActions = ["retry", "resend", "withdraw", "new-key"] as const;

/** The codes of events that people cause: the actions above, and acknowledgements. */
export const personEvents: readonly string[] = [...retryActions, "acknowledge", "reopen"];

export type RetryAction = typeof retryActions[number];
