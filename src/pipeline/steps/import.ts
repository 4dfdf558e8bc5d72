import { join } from "node:path";
import { instancesMissing } from "../../folder/expected_files.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import type { Job } from "../../model/batch.ts";
import type { IntakeEvent } from "../../model/event.ts";
import type { ImageOutcome } from "../../model/image.ts";
import { removeNotes } from "../../output/processing_notes.ts";
import { removeFolder } from "../../output/staged_folder.ts";
import type { ImagePool } from "../image/image_pool.ts";
import type { BatchTask } from "../image/image_task.ts";
import { BatchGate, ImportedFiles } from "../imported_files.ts";
import type { CataloguePorts, ImagePorts, ReviewPorts, SourcePorts } from "../job_ports.ts";
import {
  type Found,
  type JobRun,
  type OutputBase,
  required,
  sourceOf,
  stagedOf,
} from "../job_run.ts";
import { keepOriginals } from "../keep_originals.ts";
import { chunksOf, settlePatients } from "../settle_patients.ts";
import { isAsSeen, postpone, type PostponePorts } from "./look.ts";

/** What step `import` needs. */
export interface ImportPorts extends OutputBase, PostponePorts {
  readonly source: Pick<SourcePorts, "folders" | "settleMs">;
  readonly images: ImagePorts;
  readonly catalogue: Pick<CataloguePorts, "knownPatients">;
  readonly review: Pick<ReviewPorts, "start" | "quarantine" | "drawThumbnail">;
}

/**
 * De-identifies every file of the folder into the staged folder, and assigns the images of each
 * study to one patient. The Batch is released if the folder changed meanwhile. Throws IntakeError
 * (those of the threads, GATE, INCOMPLETE) and the reason of the job's signal.
 */
export async function* importImages(
  { job, ports, resources, found }: JobRun<ImportPorts>,
): AsyncGenerator<IntakeEvent, Found | "postponed"> {
  const folder = required(found.folder);
  const { folders } = ports.source;
  const { pool, spoolDirectory } = ports.images;
  const expected = await folders.ask("expect", sourceOf(job));
  const decisions = job.hasReview ? await ports.review.start(job) : [];
  const task = { ...taskOf(job, ports), ...(decisions.length > 0 ? { decisions } : {}) };
  const started = { batch: job.code, files: folder.files, keyFingerprint: task.key };
  yield { name: "batch.started", level: "debug", ...started };

  const gate = new BatchGate(ports.images.gate, task.staged, !ports.images.hasHeaderRules, false);
  const { ignore } = ports.images;
  const first = new ImportedFiles(spoolDirectory, `${job.id}-${job.claim}`, gate, ignore);
  resources.use(first);
  first.expect(expected);
  const isListed = yield* importFolder(job, ports, task, first);
  const known = await ports.catalogue.knownPatients(job, first.studyPatients.studies);
  const imported = await settlePatients(first, task, pool, known, job.signal);
  if (imported !== first) resources.use(imported);
  const isKept = await keepOriginals(imported, task, { ...ports.review, pool }, job.signal);
  await removeNotes(task.staged);
  const isUnchanged = await isAsSeen(job, folder, (batch) => folders.ask("look", sourceOf(batch)));
  if (!isUnchanged || !isListed || !isKept) {
    await removeFolder(task.staged);
    yield await postpone(job, ports, "changed");
    return "postponed";
  }
  if (imported.missing > 0) throw instancesMissing(imported.missing);
  return { imported, knownPatients: known };
}

function taskOf(job: Job, ports: ImportPorts): BatchTask & { readonly key: string } {
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
  ports: ImportPorts,
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

export function progress(job: Job, imported: ImportedFiles): IntakeEvent {
  const { imageCount: images, skippedCount: skipped, bytes } = imported;
  return { name: "batch.progressed", level: "debug", batch: job.code, images, skipped, bytes };
}

/** The maximum number of chunks that may be finished before an earlier, slow one. */
const chunksAhead = 64;

/**
 * Processes every file of a listing in the pool, a bounded number of chunks at a time, and adds the
 * outcomes in the order of the files. Yields after each chunk. Throws the pool's IntakeError, or
 * the signal's reason between two chunks. When it has returned or thrown, no thread works for this
 * Batch any more.
 */
export async function* importFiles(
  batch: BatchTask,
  listing: AsyncIterable<readonly FolderEntry[]>,
  imported: ImportedFiles,
  pool: Pick<ImagePool, "run" | "capacity">,
  signal: AbortSignal,
): AsyncGenerator<void> {
  const running = new Set<Promise<void>>();
  const inOrder: Promise<readonly ImageOutcome[]>[] = [];
  const collect = async (): Promise<void> => imported.add(await inOrder.shift() ?? []);
  const start = (files: FolderEntry[]): void => {
    const outcomes = pool.run({ ...batch, files });
    const remove = (): void => void running.delete(chunk);
    const chunk: Promise<void> = outcomes.then(remove, remove);
    running.add(chunk);
    inOrder.push(outcomes);
  };
  try {
    for await (const entries of listing) {
      for (const files of chunksOf(entries)) {
        signal.throwIfAborted();
        start(files);
        if (running.size < pool.capacity) continue;
        await Promise.race(running);
        while (inOrder.length > chunksAhead) await collect();
        yield;
      }
    }
    while (inOrder.length > 0) {
      await collect();
      yield;
    }
  } finally {
    await Promise.all(running);
  }
}
