import { join } from "node:path";
import type { ResolvedPatient } from "../deidentify/pseudonyms/subject.ts";
import type { ImageOutcome, ImageRow, KnownPatient } from "../model/image.ts";
import type { ImagePool } from "./image/image_pool.ts";
import type { BatchTask } from "./image/image_task.ts";
import type { ImportedFiles } from "./imported_files.ts";
import type { StudyWords } from "./study_words.ts";

const filesPerChunk = 8;

/**
 * Assigns all images of a study to one patient. Images without a PatientID, or without its issuer,
 * are processed again as images of the patient that is known from the other images of the study or
 * from the catalogue. An image is also processed again if its texts contain a word that is a name
 * in the header of another image of its study. Returns `imported` itself if nothing changes;
 * otherwise a new collection that the gate has checked again, because a study that still has two
 * patients is a finding. Throws the pool's IntakeError, IntakeError GATE, or the signal's reason.
 */
export async function settlePatients(
  imported: ImportedFiles,
  batch: BatchTask,
  pool: Pick<ImagePool, "run">,
  known: ReadonlyMap<string, KnownPatient>,
  signal: AbortSignal,
): Promise<ImportedFiles> {
  const { studyPatients, studyWords } = imported;
  const resolved = studyPatients.resolve(known);
  if (resolved.length === 0 && !studyPatients.areMixed && !studyWords.areReleased) return imported;
  const settled = imported.emptyCopy();
  try {
    for (const rows of imported.images.chunks()) {
      signal.throwIfAborted();
      settled.add(await reprocessImages(rows, { resolved, studyWords }, batch, pool));
    }
    for (const files of imported.skipped.chunks()) {
      settled.add(files.map((skipped) => ({ kind: "skipped", skipped })));
    }
    return settled;
  } catch (error) {
    settled[Symbol.dispose]();
    throw error;
  }
}

/** What the images of a Batch tell about each other. */
export interface Findings {
  /** The images whose patient changes, by study and PatientID. */
  readonly resolved: readonly ResolvedPatient[];
  readonly studyWords: StudyWords;
}

/**
 * The outcomes of rows, in the order of the rows; images whose patient changes, or whose texts
 * contain names of their study, are processed again.
 */
export async function reprocessImages(
  rows: readonly ImageRow[],
  { resolved, studyWords }: Findings,
  batch: BatchTask,
  pool: Pick<ImagePool, "run">,
): Promise<ImageOutcome[]> {
  const patients = new Map(resolved.map((one) => [keyOf(one.study, one.given), one]));
  const changing = rows.filter((row) =>
    hasOtherPatient(row, patients.get(rowKey(row))) || studyWords.isToBeCleaned(row)
  );
  for (const { path } of changing) await Deno.remove(join(batch.staged, path));
  const done = await Promise.all(
    [...chunksOf(changing)].map(async (chunk) => {
      const files = chunk.map(({ fileNumber, sourcePath }) => (
        { number: fileNumber, path: sourcePath, isFile: true }
      ));
      const named = new Set(chunk.flatMap((row) => patients.get(rowKey(row)) ?? []));
      const words = Object.fromEntries(chunk.flatMap((row) => {
        const own = studyWords.wordsOf(row);
        return own ? [[row.identity.studyInstanceUid, own]] : [];
      }));
      const foundTexts = Object.fromEntries(
        chunk.flatMap((row) => row.foundText ? [[row.fileNumber, row.foundText]] : []),
      );
      const known = { patients: [...named], studyWords: words, foundTexts };
      return await pool.run({ ...batch, files, ...known });
    }),
  );
  const reprocessed = new Map(done.flat().map((outcome) => [fileNumberOf(outcome), outcome]));
  return rows.map((row) => reprocessed.get(row.fileNumber) ?? { kind: "image", row });
}

function hasOtherPatient({ identity }: ImageRow, patient: ResolvedPatient | undefined): boolean {
  return patient !== undefined && ((identity.patientId ?? "") !== patient.patientID ||
    (identity.issuer ?? "") !== patient.issuer);
}

function fileNumberOf(outcome: ImageOutcome): number {
  return outcome.kind === "image" ? outcome.row.fileNumber : outcome.skipped.fileNumber;
}

function rowKey({ identity }: ImageRow): string {
  return keyOf(identity.studyInstanceUid, identity.patientId ?? "");
}

function keyOf(study: string, patientID: string): string {
  return `${study}\0${patientID}`;
}

/** Divides the files of a Batch into the chunks that an image thread gets, in order. */
export function* chunksOf<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < filesPerChunk) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
