import { join } from "node:path";
import type { ClaimedBatch } from "../database/batch_status.ts";
import type { BatchFault } from "../database/fail_batch.ts";
import type { FinishedBatch } from "../database/finish_batch.ts";
import type { ImageRow } from "../database/image_row.ts";
import type { BatchContent } from "../database/store_batch.ts";
import type { Destination } from "../deliver/destination.ts";
import { removeFolder, removeLeftovers, stagedFolder } from "../deliver/staged_folder.ts";
import { countFiles } from "../folder/list_files.ts";
import type { News } from "../log.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import { deliverBatch } from "./deliver_batch.ts";
import { type AfterPolicy, disposeOfSource } from "./dispose_of_source.ts";
import { endFaulty } from "./end_faulty.ts";
import { importFiles } from "./import_files.ts";
import { exists } from "../folder/exists.ts";
import { sendBatch, type Sending } from "./send_batch.ts";
import { ImportedFiles } from "./imported_files.ts";
import { type BatchLook, folderGone, lookAtBatch, readable } from "./look_at_batch.ts";
import { Stopwatch } from "./stopwatch.ts";

/** A Batch in work: what was claimed, and whether its job may go on. */
export interface Job extends ClaimedBatch {
  readonly signal: AbortSignal;
  readonly assertHeld: () => void;
}

/** What a job needs: its directories, the threads, and the statements that move its Batch. */
export interface JobPorts {
  readonly outputBase: string;
  readonly spoolDirectory: string;
  readonly settleMs: number;
  readonly after: AfterPolicy;
  readonly pool: ImagePool;
  /** Stores the rows; returns the files that are duplicates. */
  readonly store: (job: Job, content: BatchContent) => Promise<ReadonlySet<number>>;
  readonly destinations: readonly Destination[];
  readonly deliveryPatienceMs: number;
  readonly confirmed: (
    job: Job,
    ...which: Parameters<Sending["confirmed"]>
  ) => ReturnType<Sending["confirmed"]>;
  readonly note: (job: Job, ...what: Parameters<Sending["note"]>) => Promise<void>;
  readonly isWhole: (job: Job) => Promise<boolean>;
  readonly beginStage: (job: Job, stage: "deliver" | "dispose") => Promise<void>;
  readonly finish: (job: Job, seconds: Record<string, number>) => Promise<FinishedBatch>;
  readonly fail: (job: Job, fault: BatchFault) => Promise<boolean>;
  readonly release: (job: Job, delaySeconds: number) => Promise<boolean>;
}

/**
 * Everything done to one Batch, from claim to DONE, EMPTY or ERROR. Never throws: a job that
 * cannot finish ends its Batch, or gives it back, and says so.
 */
export async function* processBatch(job: Job, ports: JobPorts): AsyncGenerator<News> {
  const stopwatch = new Stopwatch();
  const staged = stagedFolder(ports.outputBase, job.code, job.claim);
  try {
    const output = join(ports.outputBase, job.code);
    const isPlaced = job.stage === "dispose" || (job.stage === "deliver" && exists(output));
    const disposable = isPlaced
      ? await whenWhole(job, ports)
      : yield* runSteps(job, ports, staged, stopwatch);
    if (disposable === "postponed") return;
    if (job.stage !== "dispose" && ports.destinations.length > 0 && exists(output)) {
      stopwatch.begin("deliver");
      await ports.beginStage(job, "deliver");
      yield* deliver(job, ports, output);
    }
    if (disposable !== null && ports.after !== "keep") {
      if (job.stage !== "dispose") await ports.beginStage(job, "dispose");
      yield* disposeOfSource({ ...job, modifiedMs: disposable }, ports.after);
    }
    yield await finish(job, ports, stopwatch);
  } catch (error) {
    yield await endFaulty(error, job, ports, staged, stopwatch.stage);
  }
}

/**
 * The order of the steps: look, import (every image is read, de-identified and written), check
 * that nothing changed meanwhile, store the rows, deliver. Returns when the source was last
 * modified if it may be disposed of: only a folder that was delivered whole may.
 */
async function* runSteps(
  job: Job,
  ports: JobPorts,
  staged: string,
  stopwatch: Stopwatch,
): AsyncGenerator<News, "postponed" | number | null> {
  stopwatch.begin("look");
  removeLeftovers(ports.outputBase, job.code, job.claim);
  const look = lookAtBatch(job, ports.settleMs, Date.now());
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return "postponed";
  }
  const folder = join(job.base, job.uid);
  const files = readable(() => countFiles(folder));
  yield { event: "batch.started", level: "debug", batch: job.code, files };

  stopwatch.begin("import");
  using imported = new ImportedFiles(ports.spoolDirectory, `${job.id}-${job.claim}`);
  const place = { folder, staged, code: job.code };
  for await (const _ of importFiles(place, imported, ports.pool, job.signal)) {
    yield progress(job, imported);
  }
  if (hasChanged(job, look)) {
    removeFolder(staged);
    yield await postpone(job, ports, "changed");
    return "postponed";
  }

  stopwatch.begin("store");
  job.assertHeld();
  const imageChunks = (): Iterable<readonly ImageRow[]> => imported.images.chunks();
  const leftOut = await ports.store(job, {
    imageChunks,
    skippedChunks: () => imported.skipped.chunks(),
    modifiedMs: look.modifiedMs,
    studyDates: imported.studyDates,
    patients: imported.patients,
  });

  stopwatch.begin("place");
  const { outputBase } = ports;
  const images = imported.imageCount - leftOut.size;
  deliverBatch(
    { staged, outputBase, code: job.code, imageChunks, leftOut, images },
    job.assertHeld,
  );
  const isWhole = images > 0 && leftOut.size === 0 && imported.skippedCount === 0;
  return isWhole ? look.modifiedMs : null;
}

/** When the source of a Batch whose output is in place was last modified, if all of it was delivered. */
async function whenWhole(job: Job, ports: JobPorts): Promise<number | null> {
  return job.stage === "dispose" || await ports.isWhole(job) ? job.modifiedMs : null;
}

async function* deliver(job: Job, ports: JobPorts, folder: string): AsyncGenerator<News> {
  const sending: Sending = {
    ...{ code: job.code, folder, signal: job.signal, patienceMs: ports.deliveryPatienceMs },
    confirmed: (...which) => ports.confirmed(job, ...which),
    note: (...what) => ports.note(job, ...what),
  };
  for (const destination of ports.destinations) yield* sendBatch(sending, destination);
}

async function finish(job: Job, ports: JobPorts, stopwatch: Stopwatch): Promise<News> {
  stopwatch.begin("finish");
  const { status, hasError, heldBack, ...counts } = await ports.finish(job, stopwatch.seconds());
  return {
    event: status === "DONE" ? "batch.done" : "batch.empty",
    level: hasError ? "warn" : "info",
    ...{ batch: job.code, status, ...counts, held: heldBack, seconds: stopwatch.total() },
  };
}

/** A folder that grew or lost files while it was read would be half imported. */
function hasChanged(job: Job, before: BatchLook): boolean {
  const after = lookAtBatch({ ...job, settled: true }, 0, 0);
  if (after.kind === "inbox-missing") throw folderGone();
  return after.modifiedMs !== before.modifiedMs;
}

function progress(job: Job, imported: ImportedFiles): News {
  const { imageCount: images, skippedCount: skipped, bytes } = imported;
  return { event: "batch.progress", level: "debug", batch: job.code, images, skipped, bytes };
}

/** Gives a Batch back that cannot be read yet; the longer it changes, the longer the wait. */
async function postpone(
  job: Job,
  ports: JobPorts,
  why: "unsettled" | "changed" | "inbox-missing",
): Promise<News> {
  const settle = ports.settleMs / 1000;
  const wait = Math.min(Math.max(settle, job.ageSeconds / 2), settle * 5);
  await ports.release(job, wait);
  const level = why === "unsettled" ? "debug" : "warn";
  return { event: "batch.postponed", level, batch: job.code, code: why };
}
