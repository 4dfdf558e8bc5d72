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

/** A Batch whose rows are stored and whose files lie in its staged folder. */
export interface StagedBatch {
  readonly staged: string;
  readonly outputBase: string;
  readonly code: string;
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  readonly leftOut: ReadonlySet<number>;
  /** Images that were not left out. */
  readonly images: number;
  /** Bounds the directories that are open at once. */
  readonly openFiles: Limiter;
}

/**
 * Makes a staged Batch whole (duplicates settled, manifest written) and durable, and gives it
 * its final name; the images themselves were synced as they were written. `assertHeld` is asked once more right before the rename, which cannot be undone. A
 * Batch without images leaves no folder.
 */
export async function deliverBatch(
  batch: StagedBatch,
  assertHeld: () => void | Promise<void>,
): Promise<void> {
  const { staged, outputBase, code, imageChunks, leftOut, images } = batch;
  const destination = join(outputBase, code);
  if (images === 0) {
    await assertHeld();
    removeFolder(staged);
    await withdrawFolder(staged, destination);
    return;
  }
  settleDuplicates(staged, imageChunks, leftOut);
  removeEmptyFolders(staged);
  await writeManifest(staged, manifestLines(imageChunks(), leftOut));
  await syncTree(staged, batch.openFiles);
  await assertHeld();
  await placeFolder(staged, destination);
}

function* manifestLines(
  chunks: Iterable<readonly ImageRow[]>,
  leftOut: ReadonlySet<number>,
): Generator<ManifestLine[]> {
  for (const chunk of chunks) {
    yield chunk.filter((row) => !leftOut.has(row.fileNumber)).map((row) => ({
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
