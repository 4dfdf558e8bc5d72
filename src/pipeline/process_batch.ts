import type { BatchTask } from "../workers/image_task.ts";
import type { JobStage } from "../model/batch.ts";
import { join } from "node:path";
import type { ImageRow } from "../model/image.ts";
import { noteMainThread, removeNotes } from "../deliver/processing_notes.ts";
import { removeFolder, removeLeftovers, stagedFolder } from "../deliver/staged_folder.ts";
import { instancesMissing } from "../folder/expected_files.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import { surveyText } from "../folder/survey_folder.ts";
import type { IntakeEvent } from "../model/event.ts";
import { BatchGate } from "./batch_gate.ts";
import { isDisposed } from "./is_disposed.ts";
import { isToBeSent } from "./is_to_be_sent.ts";
import { deliverBatch } from "./deliver_batch.ts";
import type { SourceAsRead } from "./dispose_of_source.ts";
import { endFaulty } from "./end_faulty.ts";
import { importFiles } from "./import_files.ts";
import { exists } from "../exists.ts";
import { passOver, postpone } from "./postpone.ts";
import { sendJob } from "./send_job.ts";
import { settlePatients } from "./settle_patients.ts";
import { ImportedFiles } from "./imported_files.ts";
import { isAsSeen, type LookAt, lookAtBatch } from "./look_at_batch.ts";
import { Stopwatch } from "./stopwatch.ts";
import type { JobPorts } from "./job_ports.ts";
import type { Job } from "../model/claim.ts";

export type { JobPorts } from "./job_ports.ts";
export type { Job } from "../model/claim.ts";

/**
 * Everything done to one Batch, from claim to DONE, EMPTY or ERROR. Never throws: a job that
 * cannot finish ends its Batch, or gives it back, and says so. `onStage` hears each stage begin.
 */
export async function* processBatch(
  job: Job,
  ports: JobPorts,
  onStage?: (stage: JobStage) => void,
): AsyncGenerator<IntakeEvent> {
  const stopwatch = new Stopwatch(onStage);
  const staged = stagedFolder(ports.outputBase, job.code, job.claim);
  try {
    const output = join(ports.outputBase, job.code);
    if (ports.after === "keep" || job.stage !== "dispose") {
      await ports.folders.ask("undo", place(job));
    }
    const isPlaced = job.stage === "dispose" || await isToBeSent(job, ports, output);
    const disposable = isPlaced
      ? await whenWhole(job, ports)
      : yield* runSteps(job, ports, staged, stopwatch);
    if (disposable === "postponed") return;
    if (job.stage !== "dispose" && ports.destinations.length > 0 && exists(output)) {
      stopwatch.begin("deliver");
      await ports.beginStage(job, "deliver");
      yield* sendJob(job, ports, output, isPlaced);
    }
    let isGone = isPlaced && job.sourceGone;
    if (disposable !== null && !isGone && ports.after !== "keep") {
      if (job.stage !== "dispose") await ports.beginStage(job, "dispose");
      const source = { ...place(job), ...disposable, policy: ports.after };
      const disposal = await ports.folders.ask("dispose", source);
      yield* disposal.news;
      isGone = disposal.isGone;
    }
    // a folder of the same name may have come while this one was taken away
    yield await finish(job, ports, stopwatch, isGone || isDisposed(job));
  } catch (error) {
    yield await endFaulty(error, job, ports, staged, stopwatch.stage);
  }
}

/**
 * The order of the steps: look, import (every image is read, de-identified and written), check
 * that nothing changed meanwhile, store the rows, deliver. Returns the source as it was read if
 * it may be disposed of: only a folder that was delivered whole may.
 */
async function* runSteps(
  job: Job,
  ports: JobPorts,
  staged: string,
  stopwatch: Stopwatch,
): AsyncGenerator<IntakeEvent, "postponed" | SourceAsRead | null> {
  stopwatch.begin("look");
  removeLeftovers(ports.outputBase, job.code, job.claim + 1); // a database of yesterday counts anew
  const lookAt: LookAt<Job> = (batch) => ports.folders.ask("look", place(batch));
  const look = await lookAtBatch(job, ports.settleMs, Date.now, lookAt);
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return "postponed";
  }
  const waited = await ports.admit(job, look);
  if (waited !== "admitted") {
    yield await passOver(job, ports, look.bytes, waited);
    return "postponed";
  }
  const expected = await ports.folders.ask("expect", place(job));
  const key = ports.keyOf(job);
  yield {
    name: "batch.started",
    level: "debug",
    batch: job.code,
    files: look.files,
    keyFingerprint: key,
  };

  stopwatch.begin("import");
  const gate = new BatchGate(ports.gate, staged, !ports.hasHeaderRules, false);
  using first = new ImportedFiles(ports.spoolDirectory, `${job.id}-${job.claim}`, gate);
  first.expect(expected);
  const here = { folder: join(job.base, job.uid), staged, code: job.code, key };
  const isListed = yield* importAll(job, ports, here, first);
  const knownPatients = await ports.knownPatients(job, first.studyPatients.studies);
  using imported = await settlePatients(first, here, ports.pool, knownPatients, job.signal);
  removeNotes(staged);
  if (!await isAsSeen(job, look, lookAt) || !isListed) {
    removeFolder(staged);
    yield await postpone(job, ports, "changed");
    return "postponed";
  }

  if (imported.missing > 0) throw instancesMissing(imported.missing);
  stopwatch.begin("store");
  job.signal.throwIfAborted();
  noteMainThread(staged); // all rows of a Batch in one transaction
  const imageChunks = (): Iterable<readonly ImageRow[]> => imported.images.chunks();
  const leftOut = await ports.store(job, {
    imageChunks,
    skippedChunks: () => imported.skipped.chunks(),
    modifiedMs: look.modifiedMs,
    survey: surveyText(look),
    studyDates: imported.studyDates,
    repairs: imported.repairs,
    patients: imported.patients,
    knownPatients,
    keyFingerprint: key,
  });

  removeNotes(staged);
  stopwatch.begin("place");
  const { outputBase, openFiles } = ports;
  const images = imported.imageCount - leftOut.size;
  await deliverBatch(
    { staged, outputBase, code: job.code, imageChunks, leftOut, images, openFiles },
    () => job.confirmLease(() => ports.renew(job)),
  );
  const isWhole = images > 0 && leftOut.size === 0 && imported.skippedCount === 0;
  if (!isWhole) return null;
  return { survey: surveyText(look), isResumed: false };
}

/** Imports all files; returns whether they could be listed, and were not taken away meanwhile. */
async function* importAll(
  job: Job,
  ports: JobPorts,
  here: BatchTask,
  imported: ImportedFiles,
): AsyncGenerator<IntakeEvent, boolean> {
  const listing = ports.folders.list(place(job));
  try {
    for await (const _ of importFiles(here, listing, imported, ports.pool, job.signal)) {
      yield progress(job, imported);
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The source of a Batch whose output is in place, if all of it was delivered. */
async function whenWhole(job: Job, ports: JobPorts): Promise<SourceAsRead | null> {
  const isWhole = job.stage === "dispose" || await ports.isWhole(job);
  return isWhole ? { survey: job.survey, isResumed: job.stage === "dispose" } : null;
}

async function finish(
  job: Job,
  ports: JobPorts,
  stopwatch: Stopwatch,
  isGone: boolean,
): Promise<IntakeEvent> {
  stopwatch.begin("finish");
  const { status, hasError, heldBack, ...counts } = await ports.finish(
    job,
    stopwatch.seconds(),
    isGone,
  );
  return {
    name: "batch.finished",
    level: hasError ? "warn" : "info",
    ...{ batch: job.code, status, ...counts, held: heldBack, seconds: stopwatch.total() },
  };
}

/** What a thread is told of a job's folder. */
function place({ base, uid, code }: Job): SourcePlace {
  return { base, uid, code };
}

function progress(job: Job, imported: ImportedFiles): IntakeEvent {
  const { imageCount: images, skippedCount: skipped, bytes } = imported;
  return { name: "batch.progressed", level: "debug", batch: job.code, images, skipped, bytes };
}
