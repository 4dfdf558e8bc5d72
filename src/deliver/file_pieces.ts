import { createHash } from "node:crypto";
import { DeliveryError } from "./destination.ts";

/** The pieces of a file, one in memory at a time, none larger than the file. */
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
 * The same, of an image of the output. Throws a final DeliveryError, at the latest behind the last
 * piece, when the file is not the one that was written.
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

/** Why an image of the output is not sent. */
export const outputDamaged = "the output file is not as it was written: see reconcile";

function damaged(cause?: unknown): DeliveryError {
  return new DeliveryError(true, outputDamaged, 0, { cause });
}
