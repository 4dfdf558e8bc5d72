import { dirname, join } from "node:path";
import type { ImageRow } from "../model/image.ts";

/** The place an image is meant for, wherever it was written: without its file's number. */
export function settledPath({ path, fileNumber }: Pick<ImageRow, "path" | "fileNumber">): string {
  const suffix = `.${fileNumber}`;
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

/**
 * Removes the staged files of images that were left out as duplicates, with directories that
 * are empty then, and moves the ones that stay to their places.
 */
export function settleDuplicates(
  staged: string,
  chunks: () => Iterable<readonly ImageRow[]>,
  leftOut: ReadonlySet<number>,
): void {
  if (leftOut.size === 0) return;
  for (const chunk of chunks()) {
    for (const row of chunk) if (leftOut.has(row.fileNumber)) remove(staged, row.path);
  }
  for (const chunk of chunks()) {
    for (const row of chunk) {
      const place = settledPath(row);
      if (leftOut.has(row.fileNumber) || row.path === place) continue;
      Deno.mkdirSync(join(staged, dirname(place)), { recursive: true });
      Deno.renameSync(join(staged, row.path), join(staged, place));
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
