import { createHash, type Hash } from "node:crypto";
import { dirname } from "node:path";
import { DeliveryError } from "./destination.ts";

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

/** Yields a file in pieces of `size` bytes; the last may be shorter. One is in memory at a time. */
export function* filePieces(path: string, size: number): Generator<Uint8Array<ArrayBuffer>> {
  using file = Deno.openSync(path, { read: true });
  for (let left = file.statSync().size; left > 0;) {
    const piece = new Uint8Array(Math.min(size, left));
    let filled = 0;
    for (let read = 1; read > 0 && filled < piece.length; filled += read) {
      read = file.readSync(piece.subarray(filled)) ?? 0;
    }
    if (filled === 0) return;
    yield piece.subarray(0, filled);
    left -= filled;
  }
}

/**
 * Yields an output file as {@link filePieces} does. Throws a final DeliveryError, after the last
 * piece at the latest, if the file is missing or its content has another SHA-256.
 */
export function* verifiedPieces(
  path: string,
  size: number,
  sha256: string,
): Generator<Uint8Array<ArrayBuffer>> {
  const hash = createHash("sha256");
  try {
    for (const piece of filePieces(path, size)) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    throw error instanceof Deno.errors.NotFound ? damaged(error) : error;
  }
  if (hash.digest("hex") !== sha256) throw damaged();
}

/** The reason for not sending an image whose output file is missing or was changed. */
export const outputDamaged = "its output file was changed or removed: see the reconcile command";

function damaged(cause?: unknown): DeliveryError {
  return new DeliveryError(true, outputDamaged, 0, { cause });
}

/** Counts and hashes the bytes of a stream. */
export class HashingCounter {
  readonly #hash: Hash = createHash("sha256");
  bytes = 0;

  /** Yields the pieces unchanged. */
  async *count(
    source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      this.#hash.update(piece);
      this.bytes += piece.length;
      yield piece;
    }
  }

  /** The SHA-256 in hexadecimal digits; nothing can be counted afterwards. */
  sha256(): string {
    return this.#hash.digest("hex");
  }
}

/** The SHA-256 in hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
