import { basename, dirname, join } from "node:path";
import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import { IntakeError } from "../model/errors.ts";
import type { ImageOutcome, ImageRow, SkippedFile } from "../model/image.ts";
import { removeFolder } from "../output/staged_folder.ts";
import { boundedMap } from "../system/bounded_map.ts";
import { Limiter, syncsAtOnce } from "../system/limiter.ts";
import { exists } from "../system/paths.ts";
import { withCodecs } from "./image/image_codecs.ts";
import type { ImageTask } from "./image/image_task.ts";
import type { ImageTools } from "./image/image_tools.ts";
import { processImage } from "./image/process_image.ts";
import { placeBatch } from "./place_batch.ts";
import { reprocessImages } from "./settle_patients.ts";
import { StudyPatients } from "./study_patients.ts";
import { StudyWords } from "./study_words.ts";

const filesAtOnce = 32;

/** The result of de-identifying a file or a folder. */
export interface Deidentified {
  readonly images: number;
  readonly skipped: readonly SkippedFile[];
}

/**
 * De-identifies a folder as a job does, with the same files, names and manifest. `destination` must
 * not exist; it appears when it is complete. `code` is the code of the folder. Throws IntakeError
 * USAGE, OUTPUT_UNWRITABLE.
 */
export async function deidentifyFolder(
  folder: string,
  destination: string,
  code: string,
  tools: ImageTools,
): Promise<Deidentified> {
  requireAbsent(destination);
  const staged = stagedPath(destination);
  try {
    const source = Deno.realPathSync(folder);
    const { rows, skipped } = await deidentifyFiles(listFiles(source), source, staged, code, tools);
    const duplicates = duplicatesOf(rows);
    await placeBatch({
      staged,
      outputBase: dirname(destination),
      code: basename(destination),
      imageChunks: () => [rows],
      skipped: new Set(duplicates.map(({ fileNumber }) => fileNumber)),
      images: rows.length - duplicates.length,
      openFiles: new Limiter(syncsAtOnce),
    }, () => requireAbsent(destination));
    return { images: rows.length - duplicates.length, skipped: [...skipped, ...duplicates] };
  } catch (error) {
    await removeFolder(staged);
    throw error;
  }
}

/** De-identifies one file to the path `destination`, which must not exist. */
export async function deidentifyFile(
  path: string,
  destination: string,
  code: string,
  tools: ImageTools,
): Promise<Deidentified> {
  requireAbsent(destination);
  const staged = stagedPath(destination);
  const source = Deno.realPathSync(path);
  const only = [{ number: 1, path: basename(source), isFile: true }];
  try {
    const folder = dirname(source);
    const { rows: [row], skipped } = await deidentifyFiles(only, folder, staged, code, tools);
    if (row) Deno.renameSync(join(staged, row.path), destination);
    return { images: row ? 1 : 0, skipped };
  } finally {
    await removeFolder(staged);
  }
}

/**
 * A new path beside the destination. It is never used twice: in containers, the next process often
 * has the process ID of one that was killed, and must not continue in its folder.
 */
function stagedPath(destination: string): string {
  return `${destination}.tmp${crypto.randomUUID()}`;
}

async function deidentifyFiles(
  files: Iterable<FolderEntry>,
  folder: string,
  staged: string,
  code: string,
  tools: ImageTools,
): Promise<{ rows: ImageRow[]; skipped: SkippedFile[] }> {
  const rows: ImageRow[] = [];
  const skipped: SkippedFile[] = [];
  const task = { folder, staged, code, files: [] };
  const named = new StudyPatients();
  const studyWords = new StudyWords();
  for await (const outcome of outcomesOf(files, task, tools)) {
    if (outcome.kind === "skipped") skipped.push(outcome.skipped);
    else {
      rows.push({ ...outcome.row, header: "" });
      named.add(outcome.row);
      studyWords.add(outcome.row);
    }
  }
  const findings = { resolved: named.resolve(new Map()), studyWords };
  const outcomes = await reprocessImages(rows, findings, task, {
    run: (again) => Array.fromAsync(outcomesOf(again.files, again, tools)),
  });
  const settled = outcomes.flatMap((one) => one.kind === "image" ? [one.row] : []);
  const lost = outcomes.flatMap((one) => one.kind === "skipped" ? [one.skipped] : []);
  return { rows: settled.sort(byFileNumber), skipped: [...skipped, ...lost].sort(byFileNumber) };
}

async function* outcomesOf(
  files: Iterable<FolderEntry>,
  task: ImageTask,
  tools: ImageTools,
): AsyncGenerator<ImageOutcome> {
  // files are written one after the other, while earlier ones are made durable
  const outcomes = boundedMap(
    files,
    filesAtOnce,
    (file) => Promise.allSettled([withCodecs(tools, () => processImage(task, file, tools))]),
  );
  for await (const ready of outcomes) {
    for (const [outcome] of ready) {
      if (outcome.status === "rejected") throw outcome.reason;
      yield outcome.value;
    }
  }
}

function byFileNumber(a: { fileNumber: number }, b: { fileNumber: number }): number {
  return a.fileNumber - b.fileNumber;
}

function duplicatesOf(rows: readonly ImageRow[]): SkippedFile[] {
  const seen = new Set<string>();
  return rows.filter(({ sopInstanceUid }) => {
    const isSeen = seen.has(sopInstanceUid);
    seen.add(sopInstanceUid);
    return isSeen;
  }).map(({ fileNumber, sourcePath: path }) => ({
    fileNumber,
    path,
    code: "DUPLICATE_INSTANCE",
    reason: "an earlier file has the same SOPInstanceUID",
  }));
}

function requireAbsent(destination: string): void {
  if (!exists(destination)) return;
  throw new IntakeError(
    "USAGE",
    `the destination ${destination} exists`,
    "choose another path or delete it",
  );
}
