import { join } from "node:path";
import type { Folder, FoundFolder } from "../model/folder.ts";
import { boundedMap } from "../system/bounded_map.ts";
import { isFinished } from "./is_finished.ts";
import { lastModifiedAsync } from "./last_modified.ts";
import { isUtf8Name } from "./list_files.ts";

/** Folders of an inbox that are examined in parallel, so that a slow disk is not overloaded. */
const maxParallel = 16;
const defaultWindow = 2000;

/**
 * Lists the finished folders of an inbox in windows of at most `windowSize`, and examines them.
 * Links, files and hidden folders are skipped. Throws Deno's error if the inbox itself cannot be
 * listed.
 */
export async function* listFolders(
  base: string,
  windowSize = defaultWindow,
): AsyncGenerator<Folder[]> {
  for await (const found of findFolders(base, (name) => !isFinished(name), windowSize)) {
    const folders = await examineFolders(found);
    if (folders.length > 0) yield folders;
  }
}

/**
 * Finds the folders of an inbox, finished or not, in windows of at most `windowSize`. Links, files
 * and folders for which `isSkipped` returns true are skipped. Only the inbox itself is read. Throws
 * Deno's error if it cannot be listed.
 */
export async function* findFolders(
  base: string,
  isSkipped: (name: string) => boolean,
  windowSize = defaultWindow,
): AsyncGenerator<FoundFolder[]> {
  let window: FoundFolder[] = [];
  for await (const { name, isDirectory } of Deno.readDir(base)) {
    if (!isDirectory || isSkipped(name)) continue;
    window.push({ base, uid: name, settled: false });
    if (window.length < windowSize) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

/** Examines folders that were found; those that no longer exist are omitted. In any order. */
export async function examineFolders(found: readonly FoundFolder[]): Promise<Folder[]> {
  const windows = await Array.fromAsync(boundedMap(found, maxParallel, examineFolder));
  return windows.flat().filter((folder) => folder !== undefined);
}

async function examineFolder(found: FoundFolder): Promise<Folder | undefined> {
  const modifiedMs = await modifiedMsOf(join(found.base, found.uid));
  return modifiedMs === undefined ? undefined : { ...found, modifiedMs };
}

/**
 * The time of last modification. A folder that cannot be examined (no permission, nested too deep,
 * a name that is not UTF-8) gets time 0 and still becomes a Batch, whose job reports the error.
 */
async function modifiedMsOf(path: string): Promise<number | undefined> {
  try {
    return await lastModifiedAsync(path) ?? (isUtf8Name(path) ? undefined : 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return 0;
  }
}
