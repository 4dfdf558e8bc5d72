import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { isSettled } from "../folder/is_settled.ts";
import { lastModified } from "../folder/last_modified.ts";

/** What the disk shows of a claimed Batch. */
export type BatchLook =
  | { readonly kind: "ready"; readonly modifiedMs: number }
  | { readonly kind: "unsettled"; readonly modifiedMs: number }
  | { readonly kind: "inbox-missing"; readonly modifiedMs: undefined };

/**
 * Looks whether a Batch's folder is there and settled. A folder that is gone while its inbox
 * is there throws IntakeError FOLDER_GONE; an inbox that is not there (not mounted on this
 * machine) says nothing about the folder.
 */
export function lookAtBatch(
  batch: { readonly base: string; readonly uid: string; readonly settled: boolean },
  settleMs: number,
  nowMs: number,
): BatchLook {
  const folder = join(batch.base, batch.uid);
  const modifiedMs = readable(() => lastModified(folder));
  if (modifiedMs === undefined) {
    if (lastModified(batch.base) === undefined) return { kind: "inbox-missing", modifiedMs };
    throw folderGone();
  }
  if (!batch.settled && !readable(() => isSettled(folder, settleMs, nowMs))) {
    return { kind: "unsettled", modifiedMs };
  }
  return { kind: "ready", modifiedMs };
}

/** The folder was deleted, or renamed back to a name that is not finished. */
export function folderGone(): IntakeError {
  return new IntakeError(
    "FOLDER_GONE",
    "the folder was removed or renamed before its job was done",
    "when it comes back under its name it is taken up again by itself",
  );
}

/** Turns a refusal by the operating system into a fault of the Batch. */
export function readable<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    const tooDeep = error instanceof RangeError;
    if (!tooDeep && !(error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new IntakeError(
      "FOLDER_UNREADABLE",
      tooDeep ? "directories are nested too deep" : "a directory of the Batch may not be read",
      "give the program's user the right to read it (or flatten it), then retry",
      { cause: error },
    );
  }
}
