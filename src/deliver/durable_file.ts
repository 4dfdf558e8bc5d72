import { createHash, type Hash } from "node:crypto";
import { dirname } from "node:path";
import { filePieces, NotAFileError, writeNewFile } from "../system/pooled_files.ts";
import { DeliveryError } from "./destination.ts";

/** Bytes of a file that are in memory at a time. */
export const pieceSize = 1 << 20;

/** Writes a file, makes it durable, and returns its size and SHA-256 in hexadecimal digits. */
export async function writeDurably(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o750 });
  const counter = new HashingCounter();
  await writeNewFile(path, counter.count(pieces));
  return { bytes: counter.bytes, sha256: counter.sha256() };
}

/**
 * The SHA-256 of a file in hexadecimal digits; undefined if the file does not exist. Empty for a
 * pipe, a device or a directory, which is not opened.
 */
export async function digestOf(path: string): Promise<string | undefined> {
  const counter = new HashingCounter();
  try {
    for await (const _ of counter.count(filePieces(path, pieceSize)));
    return counter.sha256();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof NotAFileError) return "";
    throw error;
  }
}

/**
 * Yields an output file in pieces of `size` bytes. Throws a final DeliveryError, after the last
 * piece at the latest, if the file is missing or its content has another SHA-256.
 */
export async function* verifiedPieces(
  path: string,
  size: number,
  sha256: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const hash = createHash("sha256");
  try {
    for await (const piece of filePieces(path, size)) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound || error instanceof NotAFileError;
    throw isMissing ? damaged(error) : error;
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
