import { join } from "node:path";
import { expectedFileName } from "./expected_file_name.ts";
import { isUtf8Name } from "./is_utf8_name.ts";

/** One directory entry of a Batch that is not a directory, or one that cannot be opened for its name. */
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
  for (const { path, isFile, isDirectory } of walkFolder(folder)) {
    if (!isDirectory && path !== expectedFileName) yield { number: ++number, path, isFile };
  }
}

interface WalkedEntry {
  readonly path: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

/** Everything below a folder, directories before what they hold; otherwise as {@link listFiles}. */
export function* walkFolder(root: string, below = "", depth = 0): Generator<WalkedEntry> {
  if (depth > maxDepth) throw new RangeError("directories are nested more than 32 deep");
  const entries = [...Deno.readDirSync(join(root, below))];
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFile, isDirectory } of entries) {
    const path = join(below, name);
    const isOpenable = isUtf8Name(name);
    yield { path, isFile: isFile || !isOpenable, isDirectory: isDirectory && isOpenable };
    if (isDirectory && isOpenable) yield* walkFolder(root, path, depth + 1);
  }
}
