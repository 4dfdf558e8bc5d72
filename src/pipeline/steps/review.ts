import { join } from "node:path";
import type { FolderEntry } from "../../folder/list_files.ts";
import type { Job } from "../../model/batch.ts";
import type { IntakeEvent } from "../../model/event.ts";
import type { FileDecision } from "../../model/review.ts";
import { noteMainThread, removeNotes } from "../../output/processing_notes.ts";
import { originalName } from "../../output/quarantine.ts";
import { removeLeftovers } from "../../output/staged_folder.ts";
import type { BatchTask } from "../image/image_task.ts";
import { rejected } from "../image/skipped_image.ts";
import { BatchGate, ImportedFiles } from "../imported_files.ts";
import type { AdmissionPorts, ImagePorts, ReviewPorts } from "../job_ports.ts";
import { type Found, type JobRun, type OutputBase, required, stagedOf } from "../job_run.ts";
import { chunksOf, settlePatients } from "../settle_patients.ts";
import { readWaitingWords, writeWaitingWords } from "../waiting_words.ts";
import { importFiles, progress } from "./import.ts";
import { defer } from "./look.ts";

/** What step `import` of a review needs. */
export interface CarryOutPorts extends OutputBase {
  readonly admission: AdmissionPorts;
  readonly images: ImagePorts;
  readonly review: Pick<ReviewPorts, "quarantine" | "start" | "knownPatients">;
}

/**
 * Processes the originals in the quarantine about which a person has decided, as their folder is
 * processed otherwise. Throws as the import of a folder does.
 */
export async function* carryOutDecisions(
  { job, ports, resources }: JobRun<CarryOutPorts>,
): AsyncGenerator<IntakeEvent, Found | "postponed"> {
  const { admission, images, review } = ports;
  await removeLeftovers(ports.output.base, job.code, job.claim + 1);
  const decisions = (await review.start(job)).filter(({ isNew }) => isNew);
  const released = decisions.filter(({ action }) => action !== "reject");
  const bytes = released.reduce((sum, one) => sum + one.bytes, 0);
  const waited = await admission.admit(job, { bytes, files: released.length });
  if (waited !== "admitted") {
    yield await defer(job, ports, bytes, waited);
    return "postponed";
  }
  const studyWords = await readWaitingWords(review.quarantine, job.code);
  const task = { ...taskOf(job, ports), studyWords };
  const started = { batch: job.code, files: decisions.length, keyFingerprint: task.key };
  yield { name: "batch.started", level: "debug", ...started };
  const gate = new BatchGate(
    images.gate === "batch" ? "image" : images.gate, // each image is decided about by itself
    task.staged,
    !images.hasHeaderRules,
    false,
  );
  const first = new ImportedFiles(
    images.spoolDirectory,
    `${job.id}-${job.claim}`,
    gate,
    (file) => file,
  );
  resources.use(first);
  const rejects = decisions.filter(({ action }) => action === "reject");
  first.add(rejects.map((one) => rejected(entryOf(one), {}, one)));
  const listing = entriesOf(released);
  const pool = onlyTheirDecisions(images.pool, released);
  for await (const _ of importFiles(task, listing, first, pool, job.signal)) {
    yield progress(job, first);
  }
  first.studyWords.addShared(studyWords);
  const knownPatients = await review.knownPatients(first.studyPatients.studies);
  const imported = await settlePatients(first, task, pool, knownPatients, job.signal);
  if (imported !== first) resources.use(imported);
  imported.studyWords.addShared(studyWords);
  await removeNotes(task.staged);
  return { imported, knownPatients, decisions };
}

/** A pool that gives each chunk the decisions about its files only: there may be many. */
function onlyTheirDecisions(
  pool: ImagePorts["pool"],
  decisions: readonly FileDecision[],
): ImagePorts["pool"] {
  const byNumber = new Map(decisions.map((one) => [one.fileNumber, one]));
  return {
    capacity: pool.capacity,
    run: (task) =>
      pool.run({
        ...task,
        decisions: task.files.flatMap(({ number }) => byNumber.get(number) ?? []),
      }),
  };
}

function taskOf(job: Job, ports: CarryOutPorts): BatchTask & { readonly key: string } {
  return {
    folder: join(ports.review.quarantine, job.code),
    staged: stagedOf(job, ports),
    code: job.code,
    key: ports.images.keyOf(job),
    isQuarantine: true,
    folderName: job.uid,
  };
}

function entryOf({ fileNumber: number, sha256 }: FileDecision): FolderEntry {
  return { number, path: originalName(sha256), isFile: true };
}

async function* entriesOf(decisions: readonly FileDecision[]): AsyncGenerator<FolderEntry[]> {
  for (const chunk of chunksOf(decisions)) {
    await Promise.resolve();
    yield chunk.map(entryOf);
  }
}

/** What step `store` of a review needs. */
export interface StoreDecidedPorts extends OutputBase {
  readonly review: Pick<ReviewPorts, "quarantine" | "store">;
}

/** Stores the rows of the decided files. Throws IntakeError LEASE_LOST. */
export async function storeDecided(
  { job, ports, found }: JobRun<StoreDecidedPorts>,
): Promise<Found> {
  const imported = required(found.imported);
  job.signal.throwIfAborted();
  const staged = stagedOf(job, ports);
  const words = imported.studyWords.all;
  await writeWaitingWords(ports.review.quarantine, job.code, words);
  await noteMainThread(staged);
  const duplicates = await ports.review.store(job, {
    files: required(found.decisions).map(({ fileNumber }) => fileNumber),
    imageChunks: () => imported.images.chunks(),
    skippedChunks: () => imported.skipped.chunks(),
    knownPatients: required(found.knownPatients),
  });
  await removeNotes(staged);
  return { duplicates };
}
