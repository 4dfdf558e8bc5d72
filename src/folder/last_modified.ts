import { join } from "node:path";

/**
 * When an entry was last added to or removed from a folder or any folder inside it: the latest
 * `mtime` of its directories, in milliseconds since the epoch. Undefined if the path is not a
 * directory.
 *
 * A directory with a link count of 2 has no subdirectories and is not listed, so that a scan of
 * 20,000 recorded folders needs one system call for each.
 */
export function lastModified(folder: string): number | undefined {
  const info = directoryInfo(folder);
  if (!info) return undefined;
  let latest = fileTimeMs(info.mtime);
  if (info.nlink === 2) return latest;
  for (const entry of Deno.readDirSync(folder)) {
    if (!entry.isDirectory) continue;
    latest = Math.max(latest, lastModified(join(folder, entry.name)) ?? 0);
  }
  return latest;
}

/** Like {@link lastModified}, but does not block the thread while a slow file system answers. */
export async function lastModifiedAsync(folder: string): Promise<number | undefined> {
  const info = await Deno.lstat(folder).catch(absent);
  if (!info?.isDirectory) return undefined;
  let latest = fileTimeMs(info.mtime);
  if (info.nlink === 2) return latest;
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.isDirectory) continue;
    latest = Math.max(latest, await lastModifiedAsync(join(folder, entry.name)) ?? 0);
  }
  return latest;
}

function directoryInfo(path: string): Deno.FileInfo | undefined {
  try {
    const info = Deno.lstatSync(path);
    return info.isDirectory ? info : undefined;
  } catch (error) {
    return absent(error);
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Deno.errors.NotFound) return undefined;
  if (error instanceof Deno.errors.NotADirectory) return undefined;
  throw error;
}

/** The end of the years 1970 to 9999, which both PostgreSQL and JavaScript support. */
const latestMs = Date.UTC(9999, 11, 31);

/**
 * A file system's time in milliseconds since the epoch, limited to the years 1970 to 9999. Some
 * file systems return invalid times, and one such folder must not prevent recording the others.
 */
export function fileTimeMs(time: Date | null): number {
  const ms = time?.getTime() ?? 0;
  return Number.isNaN(ms) ? latestMs : Math.min(Math.max(ms, 0), latestMs);
}
