import { join } from "node:path";
import { listFiles } from "./list_files.ts";
import { lastModified } from "./last_modified.ts";

/**
 * Whether nothing inside a folder was written, added or renamed for `settleMs`
 * milliseconds before `nowMs`. Files are judged by `ctime` as well as `mtime`, for
 * copying tools set `mtime` back to the original's. Stops at the first recent file.
 * A file or folder that vanishes meanwhile means: not settled.
 */
export function isSettled(folder: string, settleMs: number, nowMs: number): boolean {
  const since = nowMs - settleMs;
  try {
    if ((lastModified(folder) ?? Infinity) > since) return false;
    for (const { path } of listFiles(folder)) {
      const { mtime, ctime } = Deno.lstatSync(join(folder, path));
      if (Math.max(mtime?.getTime() ?? 0, ctime?.getTime() ?? 0) > since) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
