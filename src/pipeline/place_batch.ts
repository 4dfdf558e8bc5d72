import { join } from "node:path";
import type { ImageRow } from "../model/image.ts";
import { writeManifest } from "../deliver/manifest.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { removeEmptyFolders } from "../deliver/remove_empty_folders.ts";
import { removeFolder } from "../deliver/staged_folder.ts";
import { syncTree } from "../deliver/sync_tree.ts";
import { placeFolder, withdrawFolder } from "../deliver/place_folder.ts";
import type { Limiter } from "../limiter.ts";
import { settledPath, settleDuplicates } from "./settle_duplicates.ts";

/** A Batch whose rows are stored and whose files are in its staged folder. */
export interface StagedBatch {
  readonly staged: string;
  readonly outputBase: string;
  readonly code: string;
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  /** Numbers of files that the catalogue skipped as duplicates. */
  readonly skipped: ReadonlySet<number>;
  /** The number of images that were not skipped. */
  readonly images: number;
  /** Bounds the number of directories that are open at once. */
  readonly openFiles: Limiter;
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
    removeFolder(staged);
    await withdrawFolder(staged, destination);
    return;
  }
  settleDuplicates(staged, imageChunks, skipped);
  removeEmptyFolders(staged);
  await writeManifest(staged, manifestLines(imageChunks(), skipped));
  await syncTree(staged, batch.openFiles);
  await confirmLease();
  await placeFolder(staged, destination);
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
