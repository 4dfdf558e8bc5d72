import { join } from "node:path";
import { type SurveyedEntry, surveyEntry } from "./survey_folder.ts";

/** What a removal did. */
export interface Removal {
  /** Entries that are gone now. */
  readonly removed: number;
  /** The first refusal of the operating system, by the name of its error. */
  readonly refusal: string | undefined;
}

/**
 * Removes a folder, but nothing that the survey did not see: every entry is looked at once more
 * right before it is removed, and one that was written to since stays, as does a directory that
 * holds anything else. So the folder is gone afterwards only if all of it had been surveyed.
 * `entries` are in the order of the survey. `onEntry` is called after each.
 */
export function removeSurveyed(
  folder: string,
  entries: readonly SurveyedEntry[],
  onEntry: () => void = () => {},
): Removal {
  let removed = 0;
  let refusal: string | undefined;
  for (const entry of entries.toReversed()) { // what a directory holds before the directory
    try {
      if (!isAsSurveyed(folder, entry)) continue;
      Deno.removeSync(join(folder, entry.path)); // of a directory, only one that is empty
      removed++;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) removed++;
      else if (!isNotEmpty(error)) refusal ??= error instanceof Error ? error.name : "unknown";
    }
    onEntry();
  }
  return { removed, refusal };
}

/** A directory changes with every entry that is removed from it. */
function isAsSurveyed(folder: string, before: SurveyedEntry): boolean {
  const now = surveyEntry(folder, before.path);
  if (now.isDirectory || before.isDirectory) return now.isDirectory === before.isDirectory;
  return now.size === before.size && now.modifiedMs === before.modifiedMs &&
    now.changedMs === before.changedMs;
}

function isNotEmpty(error: unknown): boolean {
  return error instanceof Error && /\(os error (39|66)\)/.test(error.message); // Linux, macOS
}
