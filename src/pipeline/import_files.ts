import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import type { ImportedFiles } from "./imported_files.ts";

const filesPerChunk = 8;

/**
 * Sends every file of a folder through the pool, a bounded number of chunks at a time, and
 * collects what became of them. Yields after each chunk. Throws the pool's IntakeError, or
 * the signal's reason between two chunks; no thread works for this Batch any more when it
 * has returned or thrown.
 */
export async function* importFiles(
  place: { readonly folder: string; readonly code: string },
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
