import { join } from "node:path";
import type { ClaimedBatch } from "../database/batch_status.ts";
import type { BatchFault } from "../database/fail_batch.ts";
import type { FinishedBatch } from "../database/finish_batch.ts";
import type { BatchContent } from "../database/store_batch.ts";
import type { ImageRow } from "../database/image_row.ts";
import type { DeliveredImage } from "../database/delivered_images.ts";
import { writeManifest } from "../deliver/manifest.ts";
import { removeFolder, removeLeftovers, stagingFolder } from "../deliver/staging.ts";
import { deliverToFolder } from "../deliver/to_folder.ts";
import type { News } from "../log.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import { type AfterPolicy, disposeOfSource } from "./dispose_of_source.ts";
import { endFaulty } from "./end_faulty.ts";
import { ImportedFiles, importFiles } from "./import_files.ts";
import { lookAtBatch } from "./look_at_batch.ts";
import { settledContent } from "./settled_content.ts";
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
  readonly store: (job: Job, content: BatchContent) => Promise<ImageRow[]>;
  readonly delivered: (job: Job) => AsyncIterable<DeliveredImage[]>;
  readonly finish: (
    job: Job,
    seconds: Record<string, number>,
  ) => Promise<FinishedBatch>;
  readonly fail: (job: Job, fault: BatchFault) => Promise<boolean>;
  readonly release: (job: Job, delaySeconds: number) => Promise<boolean>;
}

/**
 * Everything done to one Batch, from claim to DONE, EMPTY or ERROR. Never throws: a job that
 * cannot finish ends its Batch, or gives it back, and says so.
 */
export async function* processBatch(job: Job, ports: JobPorts): AsyncGenerator<News> {
  const stopwatch = new Stopwatch();
  const staged = stagingFolder(ports.outputBase, job.code, job.claim);
  try {
    yield* runSteps(job, ports, staged, stopwatch);
  } catch (error) {
    yield await endFaulty(error, job, ports, staged, stopwatch.stage);
  }
}

async function* runSteps(
  job: Job,
  ports: JobPorts,
  staged: string,
  stopwatch: Stopwatch,
): AsyncGenerator<News> {
  stopwatch.begin("look");
  const look = lookAtBatch(job, ports.settleMs, Date.now());
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return;
  }
  yield { event: "batch.started", level: "debug", batch: job.code };

  stopwatch.begin("import");
  if (job.claim > 1) removeLeftovers(ports.outputBase, job.code);
  using imported = new ImportedFiles(ports.spoolDirectory, `${job.id}-${job.claim}`);
  const place = { folder: join(job.base, job.uid), output: staged, code: job.code };
  for await (const _ of importFiles(place, imported, ports.pool, job.signal)) {
    yield progress(job, imported);
  }
  if (lookAtBatch({ ...job, settled: true }, 0, 0).modifiedMs !== look.modifiedMs) {
    yield await postpone(job, ports, "changed");
    removeFolder(staged);
    return;
  }

  stopwatch.begin("store");
  const content = settledContent(imported, staged, look.modifiedMs);
  const duplicates = await ports.store(job, content);
  for (const row of duplicates) Deno.removeSync(join(staged, row.path));

  stopwatch.begin("deliver");
  const images = imported.imageCount - content.lost - duplicates.length;
  if (images > 0) {
    await writeManifest(staged, ports.delivered(job));
    job.assertHeld();
    deliverToFolder(staged, join(ports.outputBase, job.code));
  } else {
    removeFolder(staged);
  }

  stopwatch.begin("finish");
  const finished = await ports.finish(job, stopwatch.seconds());
  yield {
    event: finished.status === "DONE" ? "batch.done" : "batch.empty",
    level: finished.hasError ? "warn" : "info",
    batch: job.code,
    status: finished.status,
    images,
    skipped: imported.skippedCount + content.lost + duplicates.length,
    bytes: imported.bytes,
    seconds: stopwatch.total(),
  };
  yield* disposeOfSource(job, finished, ports.after);
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
