import { basename, join } from "node:path";
import { z } from "zod";
import { exists } from "../exists.ts";
import { syncEntries } from "../sync_entries.ts";
import { writeAll } from "../write_all.ts";
import { readSmallFile } from "./read_small_file.ts";
import type { SurveyedEntry } from "./survey_folder.ts";

/** A Batch's folder: where it stands, its name, and the Batch's pseudonymous code. */
export interface SourcePlace {
  readonly base: string;
  readonly uid: string;
  readonly code: string;
}

const entrySchema = z.object({
  path: z.string().refine((path) => !path.split("/").includes(".."), "leads out of its folder"),
  isDirectory: z.boolean(),
  size: z.number(),
  modifiedMs: z.number(),
  changedMs: z.number(),
});

/**
 * Where a folder stands while it is disposed of. It is hidden, so no scan takes it for a Batch,
 * and no sender writes to it by its name.
 */
export function asidePath({ base, code }: SourcePlace): string {
  return join(base, `.deleting-${code}`);
}

/** Whether a folder stands aside. */
export function isAside(place: SourcePlace): boolean {
  const path = asidePath(place);
  return exists(path) && Deno.lstatSync(path).isDirectory;
}

/** Sets a folder aside, in one step. A link in that place is removed, and what it shows is not. */
export function setAside(place: SourcePlace): void {
  const path = asidePath(place);
  if (exists(path) && Deno.lstatSync(path).isSymlink) Deno.removeSync(path);
  Deno.renameSync(join(place.base, place.uid), path);
}

/**
 * Puts a folder back under its name; where another folder has come under that name meanwhile,
 * under a name of its own, which is taken as a Batch of its own. Returns the name.
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
 * Writes down durably what is to be removed of a folder that stands aside: after a crash these
 * entries alone are removed, and what has come since is not.
 */
export function writeRemovals(place: SourcePlace, entries: readonly SurveyedEntry[]): void {
  const path = removalsPath(place);
  const unfinished = `${path}.tmp`;
  if (exists(unfinished)) Deno.removeSync(unfinished);
  {
    // never through a link that stands there
    using file = Deno.openSync(unfinished, { write: true, createNew: true, mode: 0o600 });
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    writeAll(file, new TextEncoder().encode(lines.join("")));
    file.syncDataSync();
  }
  Deno.renameSync(unfinished, path);
  syncEntries(place.base);
}

/** What was to be removed when a job ended in the middle of it; undefined when nothing was. */
export function readRemovals(place: SourcePlace): SurveyedEntry[] | undefined {
  if (!exists(removalsPath(place))) return undefined;
  const text = readSmallFile(place.base, basename(removalsPath(place)));
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => entrySchema.parse(JSON.parse(line)));
}

/** Forgets what was to be removed. */
export function forgetRemovals(place: SourcePlace): void {
  for (const path of [removalsPath(place), `${removalsPath(place)}.tmp`]) {
    if (exists(path)) Deno.removeSync(path);
  }
}

function removalsPath(place: SourcePlace): string {
  return `${asidePath(place)}.list`;
}
