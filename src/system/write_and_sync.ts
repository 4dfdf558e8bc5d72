import { join } from "node:path";
import { boundedMap } from "./bounded_map.ts";
import type { Limiter } from "./limiter.ts";

/** Writes all bytes, with as many calls as the stream needs. */
export function writeAll(
  stream: { writeSync(bytes: Uint8Array): number },
  bytes: Uint8Array,
): void {
  for (let done = 0; done < bytes.length;) done += stream.writeSync(bytes.subarray(done));
}

/** Syncs a directory, so that files created, linked or renamed in it are durable. */
export function syncEntries(directory: string): void {
  if (Deno.build.os === "windows") return; // not supported
  using opened = Deno.openSync(directory, { read: true });
  opened.syncSync();
}

/**
 * Makes the entries of a directory and its subdirectories durable, several in parallel, so that one
 * commit of the file system's journal serves many. `limiter` bounds the number of open directories.
 * File contents are not synced; their writers do that.
 */
export async function syncTree(folder: string, limiter: Limiter): Promise<void> {
  const syncs = boundedMap(
    await directoriesOf(folder),
    limiter.size,
    (directory) => Promise.allSettled([limiter.run(() => syncDirectory(directory))]),
  );
  for await (const ready of syncs) {
    for (const [sync] of ready) if (sync.status === "rejected") throw sync.reason;
  }
}

/** Lists subdirectories before their parents. */
async function directoriesOf(folder: string, found: string[] = []): Promise<string[]> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) await directoriesOf(join(folder, name), found);
  }
  found.push(folder);
  return found;
}

/** Makes the entries of one directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  using directory = await Deno.open(path, { read: true });
  await directory.sync();
}
