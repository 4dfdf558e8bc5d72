import { join } from "node:path";
import type { ImageRow } from "../database/image_row.ts";
import { type ManifestLine, writeManifest } from "../deliver/manifest.ts";
import { removeFolder } from "../deliver/staged_folder.ts";
import { deliverToFolder, withdrawFromFolder } from "../deliver/to_folder.ts";
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
}

/**
 * Makes a staged Batch whole (duplicates settled, manifest written) and gives it its final
 * name. `assertHeld` is asked once more right before the rename, which cannot be undone. A
 * Batch without images leaves no folder.
 */
export function deliverBatch(batch: StagedBatch, assertHeld: () => void): void {
  const { staged, outputBase, code, imageChunks, leftOut, images } = batch;
  const destination = join(outputBase, code);
  if (images === 0) {
    assertHeld();
    removeFolder(staged);
    withdrawFromFolder(staged, destination);
    return;
  }
  settleDuplicates(staged, imageChunks, leftOut);
  writeManifest(staged, manifestLines(imageChunks(), leftOut));
  assertHeld();
  deliverToFolder(staged, destination);
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
