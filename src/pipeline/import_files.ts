import type { ImageRow, SkippedFile } from "../database/image_row.ts";
import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import type { ImageOutcome } from "../workers/image_task.ts";
import { contendedPath } from "./contested.ts";
import { Spool } from "./spool.ts";

/** Everything the files of one Batch became, as it grows. */
export class ImportedFiles implements Disposable {
  readonly images: Spool<ImageRow>;
  readonly skipped: Spool<SkippedFile>;
  /** Images that found their place taken by another file of the Batch. */
  readonly contenders: ImageRow[] = [];
  imageCount = 0;
  skippedCount = 0;
  bytes = 0;

  constructor(spoolDirectory: string, name: string) {
    this.images = new Spool(spoolDirectory, `${name}-images`);
    this.skipped = new Spool(spoolDirectory, `${name}-skipped`);
  }

  add(outcomes: readonly ImageOutcome[]): void {
    const rows = outcomes.flatMap((outcome) => outcome.kind === "image" ? [outcome.row] : []);
    const skipped = outcomes.flatMap((outcome) =>
      outcome.kind === "skipped" ? [outcome.skipped] : []
    );
    this.images.push(rows);
    this.skipped.push(skipped);
    this.contenders.push(...rows.filter((row) => contendedPath(row.path) !== row.path));
    this.imageCount += rows.length;
    this.skippedCount += skipped.length;
    this.bytes += rows.reduce((sum, row) => sum + row.bytes, 0);
  }

  [Symbol.dispose](): void {
    this.images[Symbol.dispose]();
    this.skipped[Symbol.dispose]();
  }
}

/** Where a Batch is read from and written to. */
export interface ImportPlace {
  readonly folder: string;
  readonly output: string;
  readonly code: string;
}

const filesPerChunk = 8;

/**
 * Sends every file of a folder through the pool, a bounded number of chunks at a time, and
 * collects what became of them. Yields after each chunk. Throws the pool's IntakeError, or
 * the signal's reason between two chunks; no thread works for this Batch any more when it
 * has returned or thrown.
 */
export async function* importFiles(
  place: ImportPlace,
  imported: ImportedFiles,
  pool: ImagePool,
  signal: AbortSignal,
): AsyncGenerator<void> {
  const running = new Set<Promise<void>>();
  try {
    for (const files of chunksOf(listFiles(place.folder), filesPerChunk)) {
      signal.throwIfAborted();
      const chunk: Promise<void> = pool.run({ ...place, files }).then((outcomes) => {
        imported.add(outcomes);
        running.delete(chunk);
      });
      running.add(chunk);
      if (running.size < pool.appetite) continue;
      await Promise.race(running);
      yield;
    }
    while (running.size > 0) {
      await Promise.race(running);
      yield;
    }
  } finally {
    await Promise.allSettled(running);
  }
}

function* chunksOf(entries: Iterable<FolderEntry>, size: number): Generator<FolderEntry[]> {
  let chunk: FolderEntry[] = [];
  for (const entry of entries) {
    chunk.push(entry);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
