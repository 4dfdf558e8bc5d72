import { join } from "node:path";
import type { SkippedFile } from "../model/image.ts";
import { originalName, thumbnailName } from "../output/quarantine.ts";
import { keepThumbnail } from "../output/thumbnail.ts";
import { boundedMap } from "../system/bounded_map.ts";
import { isThere } from "../system/pooled_files.ts";
import type { ImagePool } from "./image/image_pool.ts";
import type { BatchTask } from "./image/image_task.ts";
import type { ImportedFiles } from "./imported_files.ts";
import type { ReviewPorts } from "./job_ports.ts";
import { chunksOf } from "./settle_patients.ts";

/** What keeping originals needs. */
export interface KeepPorts extends Pick<ReviewPorts, "quarantine" | "drawThumbnail"> {
  readonly pool: Pick<ImagePool, "run">;
}

/**
 * Makes sure that every image of a folder that is to wait has a copy of its original in the
 * quarantine, before the catalogue says that it waits, and draws its thumbnail. Mostly, the thread
 * that held the image back has copied it; an image about which a person has decided, and that now
 * cannot be released, is copied again. Returns false if a file is not what it was when it was
 * processed. Throws IntakeError OUTPUT_UNWRITABLE, those of the pool, and the signal's reason.
 */
export async function keepOriginals(
  imported: Pick<ImportedFiles, "skipped" | "waitingCount">,
  task: BatchTask,
  ports: KeepPorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (imported.waitingCount === 0) return true;
  for (const files of imported.skipped.chunks()) {
    const waiting = files.filter(({ review }) => review?.waiting !== undefined);
    for (const chunk of chunksOf(waiting)) {
      signal.throwIfAborted();
      if (!await copyMissing(chunk, task, ports)) return false;
      await drawMissing(chunk, task.code, ports, signal);
    }
  }
  return true;
}

/** Copies those originals that have no copy. Returns whether every copy has the expected bytes. */
async function copyMissing(
  waiting: readonly SkippedFile[],
  task: BatchTask,
  { quarantine, pool }: KeepPorts,
): Promise<boolean> {
  const folder = join(quarantine, task.code);
  const missing: SkippedFile[] = [];
  for (const file of waiting) {
    if (!await isThere(join(folder, originalName(digestOf(file))))) missing.push(file);
  }
  if (missing.length === 0) return true;
  const files = missing.map(({ fileNumber: number, path }) => ({ number, path, isFile: true }));
  const outcomes = await pool.run({ ...task, files, copyTo: folder });
  const copied = new Map(
    outcomes.flatMap((outcome) =>
      outcome.kind === "skipped"
        ? [[outcome.skipped.fileNumber, outcome.skipped.review?.sha256]]
        : []
    ),
  );
  return missing.every((file) => copied.get(file.fileNumber) === digestOf(file));
}

const drawnAtOnce = 2;

/** Draws those thumbnails that do not exist. An image that cannot be read has none. */
async function drawMissing(
  waiting: readonly SkippedFile[],
  code: string,
  { quarantine, drawThumbnail }: KeepPorts,
  signal: AbortSignal,
): Promise<void> {
  const draw = async (file: SkippedFile): Promise<void> => {
    signal.throwIfAborted();
    const sha256 = digestOf(file);
    if (await isThere(join(quarantine, code, thumbnailName(sha256)))) return;
    const png = await drawThumbnail(join(quarantine, code, originalName(sha256)));
    if (png) await keepThumbnail(quarantine, code, sha256, png);
  };
  const draws = boundedMap(waiting, drawnAtOnce, (file) => Promise.allSettled([draw(file)]));
  for await (const ready of draws) {
    for (const [drawn] of ready) if (drawn.status === "rejected") throw drawn.reason;
  }
}

function digestOf({ review }: SkippedFile): string {
  if (!review) throw new TypeError("a file that waits has no digest");
  return review.sha256;
}
