import { join } from "node:path";
import { pieceSize } from "./durable_file.ts";
import { verifiedPieces } from "./file_pieces.ts";
import type { ManifestLine } from "../model/delivery.ts";

const largestAtOnce = 16 << 20;

/**
 * The body of a request that stores an image: one part (RFC 2387). A large one is read from the
 * file as it is sent; the length of a small one is known to the server beforehand. It never ends
 * well when the file is not the one that was written.
 */
export class ImageBody {
  readonly #boundary = crypto.randomUUID();
  readonly #head = `--${this.#boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
  readonly #tail = `\r\n--${this.#boundary}--\r\n`;
  readonly contentType = `multipart/related; type="application/dicom"; boundary=${this.#boundary}`;

  constructor(readonly folder: string, readonly image: ManifestLine) {}

  /** What ended it: a request that fails for it says only that it has failed. */
  fault: unknown;

  /** Throws DeliveryError. */
  open(): ReadableStream<Uint8Array<ArrayBuffer>> | Blob {
    return this.image.bytes <= largestAtOnce
      ? new Blob([this.#head, ...this.#pieces(), this.#tail])
      : ReadableStream.from(this.#parts());
  }

  *#pieces(): Generator<Uint8Array<ArrayBuffer>> {
    try {
      const { path, sha256 } = this.image;
      yield* verifiedPieces(join(this.folder, path), pieceSize, sha256);
    } catch (error) {
      this.fault = error;
      throw error;
    }
  }

  *#parts(): Generator<Uint8Array<ArrayBuffer>> {
    yield new TextEncoder().encode(this.#head);
    yield* this.#pieces();
    yield new TextEncoder().encode(this.#tail);
  }
}
