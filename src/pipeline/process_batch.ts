import { join } from "node:path";
import type { ClaimedBatch } from "../database/batch_status.ts";
import type { BatchContent, CompletedBatch } from "../database/complete_batch.ts";
import type { BatchFault } from "../database/fail_batch.ts";
import { countFiles } from "../folder/list_files.ts";
import type { News } from "../log.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import { endFaulty } from "./end_faulty.ts";
import { importFiles } from "./import_files.ts";
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
  readonly spoolDirectory: string;
  readonly settleMs: number;
  readonly pool: ImagePool;
  readonly complete: (job: Job, content: BatchContent) => Promise<CompletedBatch>;
  readonly fail: (job: Job, fault: BatchFault) => Promise<boolean>;
  readonly release: (job: Job, delaySeconds: number) => Promise<boolean>;
}

/**
 * Everything done to one Batch, from claim to DONE, EMPTY or ERROR. Never throws: a job that
 * cannot finish ends its Batch, or gives it back, and says so.
 */
export async function* processBatch(job: Job, ports: JobPorts): AsyncGenerator<News> {
  const stopwatch = new Stopwatch();
  try {
    yield* runSteps(job, ports, stopwatch);
  } catch (error) {
    yield await endFaulty(error, job, ports, stopwatch.stage);
  }
}

/** The order of the steps: look, import, check that nothing changed meanwhile, complete. */
async function* runSteps(job: Job, ports: JobPorts, stopwatch: Stopwatch): AsyncGenerator<News> {
  stopwatch.begin("look");
  const look = lookAtBatch(job, ports.settleMs, Date.now());
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return;
  }
  const folder = join(job.base, job.uid);
  const files = readable(() => countFiles(folder));
  yield { event: "batch.started", level: "debug", batch: job.code, files };

  stopwatch.begin("import");
  using imported = new ImportedFiles(ports.spoolDirectory, `${job.id}-${job.claim}`);
  for await (const _ of importFiles({ folder, code: job.code }, imported, ports.pool, job.signal)) {
    yield progress(job, imported);
  }
  if (hasChanged(job, look)) {
    yield await postpone(job, ports, "changed");
    return;
  }

  stopwatch.begin("store");
  job.assertHeld();
  const completed = await ports.complete(job, {
    imageChunks: () => imported.images.chunks(),
    skippedChunks: () => imported.skipped.chunks(),
    modifiedMs: look.modifiedMs,
    studyDates: imported.studyDates,
    patients: imported.patients,
    seconds: stopwatch.seconds(),
  });
  yield {
    event: completed.status === "DONE" ? "batch.done" : "batch.empty",
    level: completed.hasError ? "warn" : "info",
    batch: job.code,
    status: completed.status,
    images: completed.images,
    skipped: completed.skipped,
    bytes: imported.bytes,
    seconds: stopwatch.total(),
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
