import { join } from "node:path";
import { surveyText } from "../../folder/survey_folder.ts";
import { IntakeError } from "../../model/errors.ts";
import { manifestName, readManifest } from "../../output/manifest.ts";
import { noteMainThread, removeNotes } from "../../output/processing_notes.ts";
import { isThere } from "../../system/pooled_files.ts";
import type { CataloguePorts, ImagePorts, ReviewPorts } from "../job_ports.ts";
import {
  type Found,
  type JobRun,
  type OutputBase,
  outputOf,
  required,
  stagedOf,
} from "../job_run.ts";
import { writeWaitingWords } from "../waiting_words.ts";

/** What step `store` needs. */
export interface StorePorts extends OutputBase {
  readonly images: Pick<ImagePorts, "keyOf">;
  readonly catalogue: Pick<CataloguePorts, "store" | "countStored">;
  readonly review: Pick<ReviewPorts, "quarantine">;
}

/**
 * Stores the rows of the images and of the skipped files. Throws IntakeError LEASE_LOST,
 * NAME_TAKEN, and those of the catalogue.
 */
export async function storeRows(run: JobRun<StorePorts>): Promise<Found> {
  const { job, ports, found } = run;
  const folder = required(found.folder);
  const imported = required(found.imported);
  const staged = stagedOf(job, ports);
  job.signal.throwIfAborted();
  await requireKnownOutput(run);
  if (imported.waitingCount > 0) {
    await writeWaitingWords(ports.review.quarantine, job.code, imported.studyWords.all);
  }
  await noteMainThread(staged); // storing all rows at once may exhaust the memory of this process
  const duplicates = await ports.catalogue.store(job, {
    imageChunks: () => imported.images.chunks(),
    skippedChunks: () => imported.skipped.chunks(),
    modifiedMs: folder.modifiedMs,
    survey: surveyText(folder),
    studyDates: imported.studyDates,
    repairs: imported.repairs,
    patients: imported.patients,
    knownPatients: required(found.knownPatients),
    keyFingerprint: ports.images.keyOf(job),
  });
  await removeNotes(staged);
  return { duplicates };
}

/**
 * An output of this Batch that the catalogue does not know is from before the database was restored
 * from a backup. Its source may be gone, so it may be the only copy: it is replaced only if the
 * folder has all images that its manifest lists or that it contains. Throws IntakeError NAME_TAKEN,
 * MANIFEST_DAMAGED.
 */
async function requireKnownOutput({ job, ports, found }: JobRun<StorePorts>): Promise<void> {
  const output = outputOf(job, ports);
  const wasStored = job.survey !== null || await ports.catalogue.countStored(job) > 0;
  if (wasStored || !await isThere(join(output, manifestName))) return;
  const missing = new Set(await imagesBelow(output));
  for await (const lines of readManifest(output)) {
    for (const { SOPInstanceUID } of lines) missing.add(SOPInstanceUID);
  }
  for (const rows of required(found.imported).images.chunks()) {
    for (const { sopInstanceUid } of rows) missing.delete(sopInstanceUid);
  }
  if (missing.size === 0) return;
  throw new IntakeError(
    "NAME_TAKEN",
    "OUTPUT_BASE has an output of an earlier folder with this name, which the catalogue does " +
      `not know; ${missing.size} of its images would be lost`,
    "rename this folder, which is then recorded automatically; or move the output away, then retry",
  );
}

/** The SOPInstanceUIDs of the images in an output: their files are named after them. */
async function imagesBelow(directory: string): Promise<string[]> {
  const images: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    if (isDirectory) {
      for (const image of await imagesBelow(join(directory, name))) images.push(image);
    } else if (name.endsWith(".dcm")) images.push(name.slice(0, -".dcm".length));
  }
  return images;
}
