import { dirname, join } from "node:path";
import type { ImageRow } from "../model/image.ts";

/** The final path of an image: without the file number that is appended while two files compete. */
export function settledPath({ path, fileNumber }: Pick<ImageRow, "path" | "fileNumber">): string {
  const suffix = `.${fileNumber}`;
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

/**
 * Removes the staged files of images that were skipped as duplicates and the directories that
 * become empty, and renames the remaining images to their final paths.
 */
export function settleDuplicates(
  staged: string,
  chunks: () => Iterable<readonly ImageRow[]>,
  skipped: ReadonlySet<number>,
): void {
  if (skipped.size === 0) return;
  for (const chunk of chunks()) {
    for (const row of chunk) if (skipped.has(row.fileNumber)) remove(staged, row.path);
  }
  for (const chunk of chunks()) {
    for (const row of chunk) {
      const path = settledPath(row);
      if (skipped.has(row.fileNumber) || row.path === path) continue;
      Deno.mkdirSync(join(staged, dirname(path)), { recursive: true });
      Deno.renameSync(join(staged, row.path), join(staged, path));
    }
  }
}

function remove(staged: string, path: string): void {
  Deno.removeSync(join(staged, path));
  for (let up = dirname(path); up !== "."; up = dirname(up)) {
    const directory = join(staged, up);
    if (Deno.readDirSync(directory)[Symbol.iterator]().next().done !== true) return;
    Deno.removeSync(directory);
  }
}
