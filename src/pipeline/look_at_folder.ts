import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { isUtf8Name } from "../folder/is_utf8_name.ts";
import { lastModified } from "../folder/last_modified.ts";
import { type FolderSurvey, surveyFolder } from "../folder/survey_folder.ts";

const looks = 3;

/** A folder as it was seen; equal when nothing in it has changed. */
export interface FolderLook extends FolderSurvey {
  /** {@link lastModified}, which scans compare. */
  readonly modifiedMs: number;
}

/**
 * A folder as it is now; undefined when its inbox is not there. `onEntry` is called for each of
 * its entries. Throws IntakeError FOLDER_GONE and FOLDER_UNREADABLE, and Deno's error.
 */
export function lookAtFolder(
  { base, uid }: { readonly base: string; readonly uid: string },
  onEntry: () => void = () => {},
): FolderLook | undefined {
  const folder = join(base, uid);
  const modifiedMs = readable(() => lastModified(folder));
  if (modifiedMs !== undefined) return { modifiedMs, ...readable(() => survey(folder, onEntry)) };
  if (lastModified(base) === undefined) return undefined;
  throw isUtf8Name(uid) ? folderGone() : namedByBytes();
}

/** An entry that vanishes while it is looked at has touched its directory: look again. */
function survey(folder: string, onEntry: () => void): FolderSurvey {
  for (let look = 1;; look++) {
    try {
      return surveyFolder(folder, onEntry);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      if (lastModified(folder) === undefined) throw folderGone();
      if (look === looks) return { files: 0, bytes: 0, changedMs: NaN, checksum: NaN }; // equal to nothing
    }
  }
}

/** The folder was deleted, or renamed back to a name that is not finished. */
export function folderGone(): IntakeError {
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
function readable<T>(look: () => T): T {
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
