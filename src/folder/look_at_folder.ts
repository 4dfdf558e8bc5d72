import { join } from "node:path";
import { IntakeError } from "../model/errors.ts";
import { lastModified } from "./last_modified.ts";
import { isUtf8Name } from "./list_files.ts";
import { type FolderSurvey, surveyFolder } from "./survey_folder.ts";

const maxLooks = 3;

/** The state of a folder; two are equal if nothing in the folder has changed. */
export interface FolderLook extends FolderSurvey {
  /** {@link lastModified}, which scans compare. */
  readonly modifiedMs: number;
}

/**
 * The current state of a folder; undefined if its inbox does not exist. `onEntry` is called for
 * each entry. Throws IntakeError FOLDER_GONE and FOLDER_UNREADABLE, and Deno's errors.
 */
export function lookAtFolder(
  { base, uid }: { readonly base: string; readonly uid: string },
  onEntry: () => void = () => {},
): FolderLook | undefined {
  const folder = join(base, uid);
  const modifiedMs = readable(() => lastModified(folder));
  if (modifiedMs !== undefined) return { modifiedMs, ...readable(() => survey(folder, onEntry)) };
  if (lastModified(base) === undefined) return undefined;
  throw isUtf8Name(uid) ? folderGone() : nameNotUtf8();
}

/** Surveys again if an entry vanishes during the survey. */
function survey(folder: string, onEntry: () => void): FolderSurvey {
  for (let look = 1;; look++) {
    try {
      return surveyFolder(folder, onEntry);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      if (lastModified(folder) === undefined) throw folderGone();
      // NaN never equals itself, so that the folder counts as changed
      if (look === maxLooks) return { files: 0, bytes: 0, changedMs: NaN, checksum: NaN };
    }
  }
}

/** The folder was deleted, or renamed to a name that is not finished. */
export function folderGone(): IntakeError {
  return new IntakeError(
    "FOLDER_GONE",
    "the folder was removed or renamed before its job had finished",
    "if the folder reappears under the same name, it is processed automatically",
  );
}

function nameNotUtf8(): IntakeError {
  return new IntakeError(
    "FOLDER_UNREADABLE",
    "the folder's name is not valid UTF-8, so it cannot be opened",
    "rename the folder; under the new name it is recorded automatically",
  );
}

function isPathTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENAMETOOLONG";
}

/** Converts a refusal of the operating system to IntakeError FOLDER_UNREADABLE. */
function readable<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    const tooDeep = error instanceof RangeError || isPathTooLong(error);
    if (!tooDeep && !(error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new IntakeError(
      "FOLDER_UNREADABLE",
      tooDeep ? "directories are nested too deep" : "a directory of the Batch cannot be read",
      "grant the program's user read access (or flatten the directories), then retry",
      { cause: error },
    );
  }
}
