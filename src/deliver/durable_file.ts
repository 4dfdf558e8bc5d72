import { dirname } from "node:path";
import { filePieces } from "./file_pieces.ts";
import { HashingCounter } from "./hashing_counter.ts";

/** What is held of a file at a time. */
export const pieceSize = 1 << 20;

/** Writes a file, makes it durable, and returns what was written. */
export async function writeDurably(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o750 });
  using file = await Deno.open(path, { create: true, truncate: true, write: true, mode: 0o640 });
  const weighed = new HashingCounter();
  for await (const piece of weighed.pass(pieces)) {
    for (let at = 0; at < piece.length;) at += await file.write(piece.subarray(at));
  }
  await file.syncData();
  return { bytes: weighed.bytes, sha256: weighed.sha256() };
}

/** The SHA-256 of a file, in hexadecimal digits; undefined when it is not there. */
export async function digestOf(path: string): Promise<string | undefined> {
  const weighed = new HashingCounter();
  try {
    for await (const _ of weighed.pass(filePieces(path, pieceSize)));
    return weighed.sha256();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
