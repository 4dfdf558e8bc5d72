import { surveyText } from "../../folder/survey_folder.ts";
import { noteMainThread, removeNotes } from "../../output/processing_notes.ts";
import { type Found, type JobRun, required, stagedOf } from "../job_run.ts";

/** Stores the rows of the images and of the skipped files. Throws IntakeError LEASE_LOST. */
export async function storeRows(
  { job, ports, found }: JobRun,
): Promise<Found> {
  const folder = required(found.folder);
  const imported = required(found.imported);
  const staged = stagedOf(job, ports);
  job.signal.throwIfAborted();
  noteMainThread(staged); // storing all rows at once may exhaust the memory of this process
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
  removeNotes(staged);
  return { duplicates };
}
