import { basename, join } from "node:path";
import { z } from "zod";
import { exists } from "../exists.ts";
import { syncEntries } from "../sync_entries.ts";
import { writeAll } from "../write_all.ts";
import { readSmallFile } from "./read_small_file.ts";
import type { SurveyedEntry } from "./survey_folder.ts";

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
