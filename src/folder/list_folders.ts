import { join } from "node:path";
import { isFinished } from "./is_finished.ts";
import { isUtf8Name } from "./is_utf8_name.ts";
import { lastModifiedAsync } from "./last_modified.ts";

/** Folders of an inbox that are examined in parallel. */
const maxParallel = 16;

/** A finished folder in an inbox. */
export interface Folder {
  /** Absolute path of the inbox. */
  readonly base: string;
  /** The folder's name, which is the uid of its Batch. */
  readonly uid: string;
  /** {@link lastModified}, in milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** It arrived by a rename, which means that its sender has completed it. */
  readonly settled: boolean;
}

/**
 * Lists the finished folders of an inbox in windows of at most `windowSize`. Links, files, hidden
 * folders and folders for which `isSkipped` returns true are skipped. Throws Deno's error if the
 * inbox itself cannot be listed.
 */
export async function* listFolders(
  base: string,
  windowSize = 2000,
  isSkipped: (name: string) => boolean = () => false,
): AsyncGenerator<Folder[]> {
  let window: Promise<Folder | undefined>[] = [];
  for await (const entry of Deno.readDir(base)) {
    if (!entry.isDirectory || !isFinished(entry.name) || isSkipped(entry.name)) continue;
    window.push(examineFolder(base, entry.name));
    if (window.length % maxParallel === 0) await Promise.all(window.slice(-maxParallel));
    if (window.length < windowSize) continue;
    yield await found(window);
    window = [];
  }
  const rest = await found(window);
  if (rest.length > 0) yield rest;
}

async function found(window: readonly Promise<Folder | undefined>[]): Promise<Folder[]> {
  return (await Promise.all(window)).filter((folder) => folder !== undefined);
}

/** Examines the folder of this name; undefined if it does not exist or is not finished. */
export async function examineFolder(
  base: string,
  uid: string,
  settled = false,
): Promise<Folder | undefined> {
  if (!isFinished(uid)) return undefined;
  const modifiedMs = await modifiedMsOf(join(base, uid));
  return modifiedMs === undefined ? undefined : { base, uid, modifiedMs, settled };
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
