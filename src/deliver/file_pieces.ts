import { createHash } from "node:crypto";
import { DeliveryError } from "./destination.ts";

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
