import { systemCode } from "./system_code.ts";

// The main thread reads and writes files by these functions and by the asynchronous functions of
// the runtime, which run in its threads: a file server that does not answer stops only the Batch
// that waits for it. Only closing a file is done by the caller; the functions below let the
// runtime's threads close files that were written, since this may write to a file server.

/** Whether a path exists; also true for a broken link. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The names in a directory. */
export async function namesIn(directory: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
}

/** A path that was opened as a file is a pipe, a device or a directory. */
export class NotAFileError extends Error {
  override readonly name = "NotAFileError";
  readonly code = "EINVAL";

  constructor() {
    super("not a regular file");
  }
}

/**
 * Yields a file in pieces of `size` bytes; the last may be shorter. One is in memory at a time.
 * Throws the operating system's error, and NotAFileError for a pipe, which would never end.
 */
export async function* filePieces(
  path: string,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const info = await Deno.stat(path);
  if (!info.isFile) throw new NotAFileError();
  if (info.size <= size) {
    const piece = await Deno.readFile(path);
    if (piece.length > 0) yield piece;
    return;
  }
  using file = await Deno.open(path, { read: true });
  for (let left = info.size; left > 0;) {
    const piece = new Uint8Array(Math.min(size, left));
    let filled = 0;
    for (let read = 1; read > 0 && filled < piece.length; filled += read) {
      read = await file.read(piece.subarray(filled)) ?? 0;
    }
    if (filled === 0) return;
    yield piece.subarray(0, filled);
    left -= filled;
  }
}

/** Writes a new file, in place of an existing one, and makes it durable. */
export async function writeNewFile(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  mode = 0o640,
): Promise<void> {
  await createEmpty(path, mode).catch(async (error) => {
    if (systemCode(error) !== "EEXIST") throw error;
    await Deno.remove(path); // a link or a pipe would be written to
    await createEmpty(path, mode);
  });
  // opened before the first byte is written, so that its sync reports every failed write
  using file = await Deno.open(path, { read: true });
  for await (const piece of pieces) {
    await Deno.writeFile(path, piece, { append: true, create: false });
  }
  await file.syncData();
}

async function createEmpty(path: string, mode: number): Promise<void> {
  (await Deno.open(path, { createNew: true, write: true, mode })).close();
}
