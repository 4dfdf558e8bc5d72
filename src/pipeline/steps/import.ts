import { join } from "node:path";
import { removeNotes } from "../../deliver/processing_notes.ts";
import { removeFolder } from "../../deliver/staged_folder.ts";
import { instancesMissing } from "../../folder/expected_files.ts";
import type { Job } from "../../model/claim.ts";
import type { IntakeEvent } from "../../model/event.ts";
import type { BatchTask } from "../../workers/image_task.ts";
import { BatchGate } from "../batch_gate.ts";
import { importFiles } from "../import_files.ts";
import { ImportedFiles } from "../imported_files.ts";
import type { JobPorts } from "../job_ports.ts";
import { type Found, type JobRun, required, sourceOf, stagedOf } from "../job_run.ts";
import { isAsSeen } from "../look_at_batch.ts";
import { postpone } from "../postpone.ts";
import { settlePatients } from "../settle_patients.ts";

/**
 * De-identifies every file of the folder into the staged folder, and assigns the images of each
 * study to one patient. The Batch is released if the folder changed meanwhile. Throws IntakeError
 * (those of the threads, GATE, INCOMPLETE) and the reason of the job's signal.
 */
export async function* importImages(
  { job, ports, resources, found }: JobRun,
): AsyncGenerator<IntakeEvent, Found | "postponed"> {
  const folder = required(found.folder);
  const { folders } = ports.source;
  const { pool, spoolDirectory } = ports.images;
  const expected = await folders.ask("expect", sourceOf(job));
  const task = taskOf(job, ports);
  const started = { batch: job.code, files: folder.files, keyFingerprint: task.key };
  yield { name: "batch.started", level: "debug", ...started };

  const gate = new BatchGate(ports.images.gate, task.staged, !ports.images.hasHeaderRules, false);
  const first = new ImportedFiles(spoolDirectory, `${job.id}-${job.claim}`, gate);
  resources.use(first);
  first.expect(expected);
  const isListed = yield* importFolder(job, ports, task, first);
  const known = await ports.catalogue.knownPatients(job, first.studyPatients.studies);
  const imported = await settlePatients(first, task, pool, known, job.signal);
  if (imported !== first) resources.use(imported);
  removeNotes(task.staged);
  const isUnchanged = await isAsSeen(job, folder, (batch) => folders.ask("look", sourceOf(batch)));
  if (!isUnchanged || !isListed) {
    removeFolder(task.staged);
    yield await postpone(job, ports, "changed");
    return "postponed";
  }
  if (imported.missing > 0) throw instancesMissing(imported.missing);
  return { imported, knownPatients: known };
}

function taskOf(job: Job, ports: JobPorts): BatchTask & { readonly key: string } {
  return {
    folder: join(job.base, job.uid),
    staged: stagedOf(job, ports),
    code: job.code,
    key: ports.images.keyOf(job),
  };
}

/**
 * Imports all files of a job's folder and reports its progress. Returns false if an entry vanished
 * before it was listed.
 */
async function* importFolder(
  job: Job,
  ports: JobPorts,
  task: BatchTask,
  imported: ImportedFiles,
): AsyncGenerator<IntakeEvent, boolean> {
  const listing = ports.source.folders.list(sourceOf(job));
  try {
    for await (const _ of importFiles(task, listing, imported, ports.images.pool, job.signal)) {
      yield progress(job, imported);
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function progress(job: Job, imported: ImportedFiles): IntakeEvent {
  const { imageCount: images, skippedCount: skipped, bytes } = imported;
  return { name: "batch.progressed", level: "debug", batch: job.code, images, skipped, bytes };
}
