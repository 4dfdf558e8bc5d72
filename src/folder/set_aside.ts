import { basename, join } from "node:path";
import { z } from "zod";
import { exists } from "../system/paths.ts";
import { syncEntries, writeAll } from "../system/write_and_sync.ts";
import { readSmallFile } from "./open_regular_file.ts";
import { type SurveyedEntry, surveyEntry } from "./survey_folder.ts";

/** A Batch's folder: its inbox, its name, and the Batch's pseudonymous code. */
export interface SourcePlace {
  readonly base: string;
  readonly uid: string;
  readonly code: string;
}

const entrySchema = z.object({
  path: z.string().refine((path) => !path.split("/").includes(".."), "is outside of its folder"),
  isDirectory: z.boolean(),
  size: z.number(),
  modifiedMs: z.number(),
  changedMs: z.number(),
});

/**
 * The path of a folder while it is disposed of. It is hidden, so that scans ignore it, and senders
 * can no longer write to it by its name.
 */
export function asidePath({ base, code }: SourcePlace): string {
  return join(base, `.deleting-${code}`);
}

/** Whether a folder was set aside. */
export function isAside(place: SourcePlace): boolean {
  const path = asidePath(place);
  return exists(path) && Deno.lstatSync(path).isDirectory;
}

/** Sets a folder aside by a rename. A link at the destination is removed, but not its target. */
export function setAside(place: SourcePlace): void {
  const path = asidePath(place);
  if (exists(path) && Deno.lstatSync(path).isSymlink) Deno.removeSync(path);
  Deno.renameSync(join(place.base, place.uid), path);
}

/**
 * Renames a folder back. If another folder has its name meanwhile, it gets a new name and becomes a
 * separate Batch. Returns the name.
 */
export function putBack(place: SourcePlace): string {
  for (let copy = 0;; copy++) {
    const name = copy === 0 ? place.uid : `${place.code}.kept${copy}`;
    const path = join(place.base, name);
    if (exists(path)) continue;
    Deno.renameSync(asidePath(place), path);
    return name;
  }
}

/**
 * Writes a durable list of the entries to remove from a folder that was set aside: after a crash
 * only these entries are removed, and entries that were added later are kept.
 */
export function writeRemovals(place: SourcePlace, entries: readonly SurveyedEntry[]): void {
  const path = removalsPath(place);
  const unfinished = `${path}.tmp`;
  if (exists(unfinished)) Deno.removeSync(unfinished);
  {
    // createNew does not follow an existing link
    using file = Deno.openSync(unfinished, { write: true, createNew: true, mode: 0o600 });
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    writeAll(file, new TextEncoder().encode(lines.join("")));
    file.syncDataSync();
  }
  Deno.renameSync(unfinished, path);
  syncEntries(place.base);
}

/**
 * Reads the list of entries to remove, which an interrupted job has left; undefined if there is
 * none.
 */
export function readRemovals(place: SourcePlace): SurveyedEntry[] | undefined {
  if (!exists(removalsPath(place))) return undefined;
  const text = readSmallFile(place.base, basename(removalsPath(place)));
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => entrySchema.parse(JSON.parse(line)));
}

/** Deletes the list of entries to remove. */
export function forgetRemovals(place: SourcePlace): void {
  for (const path of [removalsPath(place), `${removalsPath(place)}.tmp`]) {
    if (exists(path)) Deno.removeSync(path);
  }
}

function removalsPath(place: SourcePlace): string {
  return `${asidePath(place)}.list`;
}

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
