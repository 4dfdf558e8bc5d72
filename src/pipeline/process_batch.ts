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
import { isSourceGone } from "./is_source_gone.ts";
import { isOutputCurrent } from "./is_output_current.ts";
import { placeBatch } from "./place_batch.ts";
import type { SourceAsRead } from "./dispose_of_source.ts";
import { endFailedJob } from "./end_failed_job.ts";
import { importFolder } from "./import_folder.ts";
import { exists } from "../exists.ts";
import { defer, postpone } from "./postpone.ts";
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
 * Runs the job of a claimed Batch and yields its events. Never throws: if the job cannot finish,
 * the Batch is released or becomes ERROR, and the last event reports this. `onStage` is called when
 * a stage begins.
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
      await ports.folders.ask("undo", sourceOf(job));
    }
    const isPlaced = job.stage === "dispose" || await isOutputCurrent(job, ports, output);
    const disposable = isPlaced
      ? await disposableSource(job, ports)
      : yield* produceOutput(job, ports, staged, stopwatch);
    if (disposable === "postponed") return;
    if (job.stage !== "dispose" && ports.destinations.length > 0 && exists(output)) {
      stopwatch.begin("deliver");
      await ports.beginStage(job, "deliver");
      yield* sendJob(job, ports, output, isPlaced);
    }
    let isGone = isPlaced && job.sourceGone;
    if (disposable !== null && !isGone && ports.after !== "keep") {
      if (job.stage !== "dispose") await ports.beginStage(job, "dispose");
      const source = { ...sourceOf(job), ...disposable, policy: ports.after };
      const disposal = await ports.folders.ask("dispose", source);
      yield* disposal.events;
      isGone = disposal.isGone;
    }
    // a new folder of the same name may have arrived after this one was removed
    yield await finish(job, ports, stopwatch, isGone || isSourceGone(job));
  } catch (error) {
    yield await endFailedJob(error, job, ports, staged, stopwatch.stage);
  }
}

/**
 * Looks at the folder, imports every file, stores the rows and places the output. Returns the
 * source as it was read if every file of it was delivered, so that it may be disposed of; otherwise
 * null.
 */
async function* produceOutput(
  job: Job,
  ports: JobPorts,
  staged: string,
  stopwatch: Stopwatch,
): AsyncGenerator<IntakeEvent, "postponed" | SourceAsRead | null> {
  stopwatch.begin("look");
  // a database that was restored from a backup assigns claim numbers again
  removeLeftovers(ports.outputBase, job.code, job.claim + 1);
  const lookAt: LookAt<Job> = (batch) => ports.folders.ask("look", sourceOf(batch));
  const look = await lookAtBatch(job, ports.settleMs, Date.now, lookAt);
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return "postponed";
  }
  const waited = await ports.admit(job, look);
  if (waited !== "admitted") {
    yield await defer(job, ports, look.bytes, waited);
    return "postponed";
  }
  const expected = await ports.folders.ask("expect", sourceOf(job));
  const key = ports.keyOf(job);
  const fields = { batch: job.code, files: look.files, keyFingerprint: key };
  yield { name: "batch.started", level: "debug", ...fields };

  stopwatch.begin("import");
  const gate = new BatchGate(ports.gate, staged, !ports.hasHeaderRules, false);
  using first = new ImportedFiles(ports.spoolDirectory, `${job.id}-${job.claim}`, gate);
  first.expect(expected);
  const task = { folder: join(job.base, job.uid), staged, code: job.code, key };
  const isListed = yield* importFolder(job, ports, task, first);
  const knownPatients = await ports.knownPatients(job, first.studyPatients.studies);
  using imported = await settlePatients(first, task, ports.pool, knownPatients, job.signal);
  removeNotes(staged);
  if (!await isAsSeen(job, look, lookAt) || !isListed) {
    removeFolder(staged);
    yield await postpone(job, ports, "changed");
    return "postponed";
  }

  if (imported.missing > 0) throw instancesMissing(imported.missing);
  stopwatch.begin("store");
  job.signal.throwIfAborted();
  noteMainThread(staged); // storing all rows at once may exhaust the memory of this process
  const imageChunks = (): Iterable<readonly ImageRow[]> => imported.images.chunks();
  const duplicates = await ports.store(job, {
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
  const images = imported.imageCount - duplicates.size;
  await placeBatch(
    { staged, outputBase, code: job.code, imageChunks, skipped: duplicates, images, openFiles },
    () => job.confirmLease(() => ports.renew(job)),
  );
  const isComplete = images > 0 && duplicates.size === 0 && imported.skippedCount === 0;
  return isComplete ? { survey: surveyText(look), isResumed: false } : null;
}

/** The source of a Batch whose output is in place; null if not all of it was delivered. */
async function disposableSource(job: Job, ports: JobPorts): Promise<SourceAsRead | null> {
  const isComplete = job.stage === "dispose" || await ports.isComplete(job);
  return isComplete ? { survey: job.survey, isResumed: job.stage === "dispose" } : null;
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
    batch: job.code,
    status,
    ...counts,
    held: heldBack,
    seconds: stopwatch.total(),
  };
}

/** The folder of a job, as the folder threads need it. */
function sourceOf({ base, uid, code }: Job): SourcePlace {
  return { base, uid, code };
}
