import { join } from "node:path";

/**
 * A directory entry of a folder that is not a directory, or whose name makes it impossible to open.
 */
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
 * Yields every file below a folder, sorted by name within each directory, so that the same folder
 * always gives the same numbers. Links are not followed. The names of one directory and its parents
 * are in memory at a time. Throws Deno's error if a directory cannot be listed, and RangeError if
 * directories are nested more than 32 levels deep.
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

/**
 * Yields all entries below a folder, directories before their content; otherwise like {@link
 * listFiles}.
 */
export function* walkFolder(root: string, below = "", depth = 0): Generator<WalkedEntry> {
  if (depth > maxDepth) throw new RangeError("directories are nested more than 32 levels deep");
  const entries = [...Deno.readDirSync(join(root, below))];
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFile, isDirectory } of entries) {
    const path = join(below, name);
    const isOpenable = isUtf8Name(name);
    yield { path, isFile: isFile || !isOpenable, isDirectory: isDirectory && isOpenable };
    if (isDirectory && isOpenable) yield* walkFolder(root, path, depth + 1);
  }
}

/**
 * Whether the name of a directory entry is valid UTF-8. The runtime replaces invalid bytes (of
 * ISO 8859-1, for example) by U+FFFD and cannot open such files.
 */
export function isUtf8Name(name: string): boolean {
  return !name.includes("\uFFFD");
}

/**
 * The file in which a sender lists the content of a folder. It is not one of the folder's images.
 */
export const expectedFileName = ".expected.json";
