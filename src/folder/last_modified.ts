import { join } from "node:path";
import { fileTimeMs } from "./file_time_ms.ts";

/**
 * When entries last came into or left a folder or any folder inside it, as
 * milliseconds since the epoch: the latest `mtime` of its directories. Undefined
 * when there is no such folder, or only a link or a file of that name.
 *
 * A directory whose link count is 2 has no directories inside and is not listed;
 * this keeps a scan of 20,000 known folders at one system call each.
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

/** As {@link lastModified}, without making this thread wait for a slow file system. */
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
