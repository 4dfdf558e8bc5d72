import { join } from "node:path";

/** One directory entry of a Batch that is not a directory. */
export interface FolderEntry {
  /** Position in the folder, counted from 1 in path order. */
  readonly number: number;
  /** Path relative to the folder. */
  readonly path: string;
  /** False for links, pipes, sockets and devices, which are never opened. */
  readonly isFile: boolean;
}

const maxDepth = 32;

/**
 * Lists every file below a folder, sorted by name within each directory, so that the
 * same folder always gives the same numbers. Links are not followed. Holds the names
 * of one directory and its ancestors at a time. Throws Deno's error when a directory
 * cannot be listed, and RangeError below 32 levels of directories.
 */
export function* listFiles(folder: string): Generator<FolderEntry> {
  let number = 0;
  for (const { path, isFile } of walk(folder, "", 0)) yield { number: ++number, path, isFile };
}

/** How many files {@link listFiles} would list. */
export function countFiles(folder: string): number {
  let count = 0;
  for (const _ of walk(folder, "", 0)) count++;
  return count;
}

function* walk(
  root: string,
  below: string,
  depth: number,
): Generator<{ path: string; isFile: boolean }> {
  if (depth > maxDepth) throw new RangeError("directories are nested more than 32 deep");
  const entries = [...Deno.readDirSync(join(root, below))];
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(below, entry.name);
    if (entry.isDirectory) yield* walk(root, path, depth + 1);
    else yield { path, isFile: entry.isFile };
  }
}
