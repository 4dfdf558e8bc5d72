import { dirname } from "node:path";
import { filePieces } from "./file_pieces.ts";
import { HashingCounter } from "./hashing_counter.ts";

/** Bytes of a file that are in memory at a time. */
export const pieceSize = 1 << 20;

/** Writes a file, makes it durable, and returns its size and SHA-256 in hexadecimal digits. */
export async function writeDurably(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o750 });
  using file = await Deno.open(path, { create: true, truncate: true, write: true, mode: 0o640 });
  const counter = new HashingCounter();
  for await (const piece of counter.count(pieces)) {
    for (let at = 0; at < piece.length;) at += await file.write(piece.subarray(at));
  }
  await file.syncData();
  return { bytes: counter.bytes, sha256: counter.sha256() };
}

/** The SHA-256 of a file in hexadecimal digits; undefined if the file does not exist. */
export async function digestOf(path: string): Promise<string | undefined> {
  const counter = new HashingCounter();
  try {
    for await (const _ of counter.count(filePieces(path, pieceSize)));
    return counter.sha256();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
