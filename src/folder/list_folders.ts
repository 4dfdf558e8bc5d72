import { join } from "node:path";
import { isFinished } from "./is_finished.ts";
import { isNamedAsText } from "./is_named_as_text.ts";
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
 * files, hidden folders and those `isPassedOver` names are left out. Throws Deno's error
 * when the base itself cannot be listed.
 */
export async function* listFolders(
  base: string,
  windowSize = 2000,
  isPassedOver: (name: string) => boolean = () => false,
): AsyncGenerator<Folder[]> {
  let window: Folder[] = [];
  for await (const entry of Deno.readDir(base)) {
    if (!entry.isDirectory || !isFinished(entry.name) || isPassedOver(entry.name)) continue;
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

/**
 * A folder that cannot be looked at (may not be entered, is nested too deep, has a name that is
 * no text) is still a Batch: its job will say why it failed. It stands in no other's way.
 */
function modified(path: string): number | undefined {
  try {
    return lastModified(path) ?? (isNamedAsText(path) ? undefined : 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return 0;
  }
}
