import { join } from "node:path";
import { type SurveyedEntry, surveyEntry } from "./survey_folder.ts";

/** The result of removing a folder. */
export interface Removal {
  /** Number of entries that no longer exist. */
  readonly removed: number;
  /** The name of the first error of the operating system, if any. */
  readonly refusal: string | undefined;
}

/**
 * Removes the surveyed entries of a folder. Every entry is checked again immediately before it is
 * removed; entries that have changed since the survey are kept, and so are directories that contain
 * other entries. Thus the folder is removed completely only if all of it was surveyed. `entries`
 * are in the order of the survey. `onEntry` is called after each.
 */
export function removeSurveyed(
  folder: string,
  entries: readonly SurveyedEntry[],
  onEntry: () => void = () => {},
): Removal {
  let removed = 0;
  let refusal: string | undefined;
  for (const entry of entries.toReversed()) { // the content of a directory before the directory
    try {
      if (!isUnchanged(folder, entry)) continue;
      Deno.removeSync(join(folder, entry.path)); // fails for a directory that is not empty
      removed++;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) removed++;
      else if (!isNotEmpty(error)) refusal ??= error instanceof Error ? error.name : "unknown";
    }
    onEntry();
  }
  return { removed, refusal };
}

/** Whether an entry is as surveyed. The times of directories change when entries are removed. */
function isUnchanged(folder: string, before: SurveyedEntry): boolean {
  const now = surveyEntry(folder, before.path);
  if (now.isDirectory || before.isDirectory) return now.isDirectory === before.isDirectory;
  return now.size === before.size && now.modifiedMs === before.modifiedMs &&
    now.changedMs === before.changedMs;
}

function isNotEmpty(error: unknown): boolean {
  return error instanceof Error && /\(os error (39|66)\)/.test(error.message); // Linux, macOS
}
