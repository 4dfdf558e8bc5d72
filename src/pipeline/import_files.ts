import type { BatchTask } from "../workers/image_task.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import type { ImageOutcome } from "../model/image.ts";
import { chunksOf } from "./chunks_of.ts";
import type { ImportedFiles } from "./imported_files.ts";

const filesPerChunk = 8;
/** How many chunks may be finished before an earlier one that takes long. */
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
      for (const files of chunksOf(entries, filesPerChunk)) {
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
