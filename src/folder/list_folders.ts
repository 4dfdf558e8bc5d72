import { join } from "node:path";
import { isFinished } from "./is_finished.ts";
import { lastModified } from "./last_modified.ts";

/** A finished folder as it was found in a base. */
export interface Folder {
  /** Absolute path of the inbox that holds it. */
  readonly base: string;
  /** The folder's name: its Batch's uid. */
  readonly uid: string;
  /** {@link lastModified}, in milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** It arrived by a rename, so its sender says that it is complete. */
  readonly settled: boolean;
}

/**
 * Lists the finished folders of a base in windows of at most `windowSize`; links,
 * files and hidden folders are passed over. Throws Deno's error when the base
 * itself cannot be listed.
 */
export async function* listFolders(base: string, windowSize = 2000): AsyncGenerator<Folder[]> {
  let window: Folder[] = [];
  for await (const entry of Deno.readDir(base)) {
    if (!entry.isDirectory) continue;
    const folder = lookAtFolder(base, entry.name);
    if (folder) window.push(folder);
    if (window.length < windowSize) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

/** The finished folder of that name, or undefined when the disk shows none. */
export function lookAtFolder(base: string, uid: string, settled = false): Folder | undefined {
  if (!isFinished(uid)) return undefined;
  const modifiedMs = modified(join(base, uid));
  return modifiedMs === undefined ? undefined : { base, uid, modifiedMs, settled };
}

/** A folder that may not be entered is still a Batch: its job will say why it failed. */
function modified(path: string): number | undefined {
  try {
    return lastModified(path);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return 0;
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
