import { basename, dirname, join } from "node:path";
import type { ImageRow, SkippedFile } from "../database/image_row.ts";
import { removeFolder } from "../deliver/staged_folder.ts";
import { IntakeError } from "../errors.ts";
import { exists } from "../folder/exists.ts";
import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import { deliverBatch } from "./deliver_batch.ts";
import { type ImageTools, processImage } from "./process_image.ts";

export type LeftOut = SkippedFile;

/** What became of the files. */
export interface Deidentified {
  readonly images: number;
  readonly leftOut: readonly LeftOut[];
}

/**
 * De-identifies a folder as a job would: the same files, names and manifest, below
 * `destination`, which must not be there yet and appears when it is whole. `code` is the
 * folder's. Throws IntakeError USAGE, OUTPUT_UNWRITABLE.
 */
export async function deidentifyFolder(
  folder: string,
  destination: string,
  code: string,
  tools: ImageTools,
): Promise<Deidentified> {
  requireAbsent(destination);
  const staged = `${destination}.tmp${Deno.pid}`;
  try {
    const { rows, leftOut } = await deidentifyFiles(listFiles(folder), folder, staged, code, tools);
    const duplicates = duplicatesOf(rows);
    deliverBatch({
      staged,
      outputBase: dirname(destination),
      code: basename(destination),
      imageChunks: () => [rows],
      leftOut: new Set(duplicates.map(({ fileNumber }) => fileNumber)),
      images: rows.length - duplicates.length,
    }, () => requireAbsent(destination));
    return { images: rows.length - duplicates.length, leftOut: [...leftOut, ...duplicates] };
  } catch (error) {
    removeFolder(staged);
    throw error;
  }
}

/** De-identifies one file to the path `destination`, which must not be there yet. */
export async function deidentifyFile(
  path: string,
  destination: string,
  code: string,
  tools: ImageTools,
): Promise<Deidentified> {
  requireAbsent(destination);
  const staged = `${destination}.tmp${Deno.pid}`;
  const only = [{ number: 1, path: basename(path), isFile: true }];
  try {
    const folder = dirname(path);
    const { rows: [row], leftOut } = await deidentifyFiles(only, folder, staged, code, tools);
    if (row) Deno.renameSync(join(staged, row.path), destination);
    return { images: row ? 1 : 0, leftOut };
  } finally {
    removeFolder(staged);
  }
}

async function deidentifyFiles(
  files: Iterable<FolderEntry>,
  folder: string,
  staged: string,
  code: string,
  tools: ImageTools,
): Promise<{ rows: ImageRow[]; leftOut: LeftOut[] }> {
  const rows: ImageRow[] = [];
  const leftOut: LeftOut[] = [];
  for (const file of files) {
    const outcome = await processImage({ folder, staged, code, files: [file] }, file, tools);
    if (outcome.kind === "image") rows.push({ ...outcome.row, header: "" });
    else leftOut.push(outcome.skipped);
  }
  return { rows, leftOut };
}

function duplicatesOf(rows: readonly ImageRow[]): LeftOut[] {
  const seen = new Set<string>();
  return rows.filter(({ sopInstanceUid }) => {
    const isSeen = seen.has(sopInstanceUid);
    seen.add(sopInstanceUid);
    return isSeen;
  }).map(({ fileNumber, sourcePath: path }) => ({
    ...{ fileNumber, path, code: "DUPLICATE_INSTANCE" },
    reason: "an earlier file has the same SOPInstanceUID",
  }));
}

function requireAbsent(destination: string): void {
  if (!exists(destination)) return;
  throw new IntakeError(
    "USAGE",
    `the destination ${destination} is there already`,
    "give a path that is not, or remove it first",
  );
}
