import { join } from "node:path";
import type { Limiter } from "../limiter.ts";
import { inParallel } from "./in_parallel.ts";

/**
 * Makes the entries of a directory and of all below it durable, some side by side: one commit of
 * the file system's journal then serves many. No more are open at once than `limiter` lets.
 * Contents of files are their writers' business.
 */
export async function syncTree(folder: string, limiter: Limiter): Promise<void> {
  const syncs = inParallel(
    directoriesOf(folder),
    limiter.size,
    (directory) => Promise.allSettled([limiter.run(() => syncDirectory(directory))]),
  );
  for await (const ready of syncs) {
    for (const [sync] of ready) if (sync.status === "rejected") throw sync.reason;
  }
}

/** A directory after all that it holds, for their entries are in it. */
function* directoriesOf(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* directoriesOf(join(folder, name));
  }
  yield folder;
}

/** Makes the entries of one directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  using directory = Deno.openSync(path, { read: true });
  await directory.sync();
}
