import { dirname, join } from "node:path";
import type { ManifestLine } from "../model/delivery.ts";
import type { ImageRow } from "../model/image.ts";
import { writeManifest } from "../output/manifest.ts";
import {
  placeFolder,
  removeEmptyFolders,
  removeFolder,
  withdrawFolder,
} from "../output/staged_folder.ts";
import type { Limiter } from "../system/limiter.ts";
import { namesIn } from "../system/pooled_files.ts";
import { syncTree } from "../system/write_and_sync.ts";

/** A Batch whose rows are stored and whose files are in its staged folder. */
export interface StagedBatch {
  readonly staged: string;
  readonly outputBase: string;
  readonly code: string;
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  /** Numbers of files that the catalogue skipped as duplicates. */
  readonly skipped: ReadonlySet<number>;
  /** The number of images that were not skipped, and of those of an earlier output. */
  readonly images: number;
  /** Bounds the number of directories that are open at once. */
  readonly openFiles: Limiter;
  /** Images of an earlier output, which are brought into the staged folder when they are read. */
  readonly earlier?: AsyncIterable<readonly ManifestLine[]>;
}

/**
 * Completes a staged Batch (resolves duplicates, writes the manifest), makes it durable and renames
 * it to its final name. The images were made durable when they were written. `confirmLease` is
 * called right before the rename, which cannot be undone. A Batch without images leaves no folder.
 */
export async function placeBatch(
  batch: StagedBatch,
  confirmLease: () => void | Promise<void>,
): Promise<void> {
  const { staged, outputBase, code, imageChunks, skipped, images } = batch;
  const destination = join(outputBase, code);
  if (images === 0) {
    await confirmLease();
    await removeFolder(staged);
    await withdrawFolder(staged, destination);
    return;
  }
  await settleDuplicates(staged, imageChunks, skipped);
  await removeEmptyFolders(staged);
  await writeManifest(staged, allLines(batch));
  await syncTree(staged, batch.openFiles);
  await confirmLease();
  await placeFolder(staged, destination);
}

/** The lines of the manifest: images of the earlier output first. */
async function* allLines(
  { earlier, imageChunks, skipped }: StagedBatch,
): AsyncGenerator<readonly ManifestLine[]> {
  if (earlier) yield* earlier;
  yield* manifestLines(imageChunks(), skipped);
}

function* manifestLines(
  chunks: Iterable<readonly ImageRow[]>,
  skipped: ReadonlySet<number>,
): Generator<ManifestLine[]> {
  for (const chunk of chunks) {
    yield chunk.filter((row) => !skipped.has(row.fileNumber)).map((row) => ({
      path: settledPath(row),
      StudyInstanceUID: row.studyInstanceUid,
      SeriesInstanceUID: row.seriesInstanceUid,
      SOPInstanceUID: row.sopInstanceUid,
      bytes: row.bytes,
      sha256: row.sha256,
      ...(row.keptByRecipe.length > 0 ? { keptByRecipe: row.keptByRecipe } : {}),
    }));
  }
}

/** The final path of an image: without the file number that is appended while two files compete. */
function settledPath({ path, fileNumber }: Pick<ImageRow, "path" | "fileNumber">): string {
  const suffix = `.${fileNumber}`;
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

/**
 * Removes the staged files of images that were skipped as duplicates and the directories that
 * become empty, and renames the remaining images to their final paths.
 */
async function settleDuplicates(
  staged: string,
  chunks: () => Iterable<readonly ImageRow[]>,
  skipped: ReadonlySet<number>,
): Promise<void> {
  if (skipped.size === 0) return;
  for (const chunk of chunks()) {
    for (const row of chunk) if (skipped.has(row.fileNumber)) await remove(staged, row.path);
  }
  for (const chunk of chunks()) {
    for (const row of chunk) {
      const path = settledPath(row);
      if (skipped.has(row.fileNumber) || row.path === path) continue;
      await Deno.mkdir(join(staged, dirname(path)), { recursive: true });
      await Deno.rename(join(staged, row.path), join(staged, path));
    }
  }
}

async function remove(staged: string, path: string): Promise<void> {
  await Deno.remove(join(staged, path));
  for (let up = dirname(path); up !== "."; up = dirname(up)) {
    const directory = join(staged, up);
    if ((await namesIn(directory)).length > 0) return;
    await Deno.remove(directory);
  }
}
