import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { IntakeError } from "../errors.ts";
import { isNamedAsText } from "../folder/is_named_as_text.ts";
import { lastModified } from "../folder/last_modified.ts";
import { type FolderSurvey, isSameSurvey, surveyFolder } from "../folder/survey_folder.ts";

const looks = 3;
/** The time of a file can be rounded up to the next second. */
const clockTickMs = 1000;

/** What the disk shows of a claimed Batch. */
export type BatchLook =
  | ({ readonly kind: "ready" } & FolderLook)
  | { readonly kind: "unsettled" | "inbox-missing" };

/** A folder as it was seen; equal when nothing in it has changed. */
export interface FolderLook extends FolderSurvey {
  /** {@link lastModified}, which scans compare. */
  readonly modifiedMs: number;
}

interface BatchPlace {
  readonly base: string;
  readonly uid: string;
  readonly settled: boolean;
}

/**
 * Looks whether a Batch's folder is there and settled: renamed into place, or not touched for
 * `settleMs`. Files that are younger than this machine's clock are watched for that long instead,
 * for no clock can say when they will be old. A folder that is gone while its inbox is there
 * throws IntakeError FOLDER_GONE; an inbox that is not there (not mounted on this machine) says
 * nothing about the folder.
 */
export async function lookAtBatch(
  batch: BatchPlace,
  settleMs: number,
  now: () => number = Date.now,
): Promise<BatchLook> {
  const folder = lookAtFolder(batch);
  if (!folder) return { kind: "inbox-missing" };
  const ageMs = now() - folder.touchedMs;
  const isSettled = batch.settled || ageMs >= settleMs ||
    (ageMs < -clockTickMs && await staysAsItIs(batch, folder, settleMs));
  return isSettled ? { kind: "ready", ...folder } : { kind: "unsettled" };
}

/** Whether a Batch's folder is as it was seen. Throws IntakeError FOLDER_GONE. */
export function isAsSeen(batch: BatchPlace, before: FolderLook): boolean {
  const after = lookAtFolder(batch);
  if (!after) throw folderGone();
  return after.modifiedMs === before.modifiedMs && isSameSurvey(after, before);
}

async function staysAsItIs(batch: BatchPlace, seen: FolderLook, ms: number): Promise<boolean> {
  await pause(ms);
  return isAsSeen(batch, seen);
}

/** Undefined when the inbox is not there. */
function lookAtFolder({ base, uid }: BatchPlace): FolderLook | undefined {
  const folder = join(base, uid);
  const modifiedMs = readable(() => lastModified(folder));
  if (modifiedMs !== undefined) return { modifiedMs, ...readable(() => survey(folder)) };
  if (lastModified(base) === undefined) return undefined;
  throw isNamedAsText(uid) ? folderGone() : namedByBytes();
}

/** An entry that vanishes while it is looked at has touched its directory: look again. */
function survey(folder: string): FolderSurvey {
  for (let look = 1;; look++) {
    try {
      return surveyFolder(folder);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      if (lastModified(folder) === undefined) throw folderGone();
      if (look === looks) return { files: 0, bytes: 0, touchedMs: NaN, checksum: NaN }; // equal to nothing
    }
  }
}

/** The folder was deleted, or renamed back to a name that is not finished. */
function folderGone(): IntakeError {
  return new IntakeError(
    "FOLDER_GONE",
    "the folder was removed or renamed before its job was done",
    "when it comes back under its name it is taken up again by itself",
  );
}

function namedByBytes(): IntakeError {
  return new IntakeError(
    "FOLDER_UNREADABLE",
    "the folder's name is not valid UTF-8, so it cannot be opened",
    "rename the folder: under its new name it is taken by itself",
  );
}

function isPathTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENAMETOOLONG";
}

/** Turns a refusal by the operating system into a fault of the Batch, IntakeError FOLDER_UNREADABLE. */
export function readable<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    const tooDeep = error instanceof RangeError || isPathTooLong(error);
    if (!tooDeep && !(error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new IntakeError(
      "FOLDER_UNREADABLE",
      tooDeep ? "directories are nested too deep" : "a directory of the Batch may not be read",
      "give the program's user the right to read it (or flatten it), then retry",
      { cause: error },
    );
  }
}
