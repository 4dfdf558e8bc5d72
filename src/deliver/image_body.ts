import { join } from "node:path";
import { pieceSize } from "./durable_file.ts";
import { verifiedPieces } from "./file_pieces.ts";
import type { ManifestLine } from "../model/delivery.ts";

/** Larger images are streamed. */
const maxBuffered = 16 << 20;

/**
 * The body of a request that stores an image: a multipart body with one part (RFC 2387). A large
 * image is streamed from its file; a small one is buffered, so that the server is told the length.
 * Sending fails if the file was changed since it was written.
 */
export class ImageBody {
  readonly #boundary = crypto.randomUUID();
  readonly #head = `--${this.#boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
  readonly #tail = `\r\n--${this.#boundary}--\r\n`;
  readonly contentType = `multipart/related; type="application/dicom"; boundary=${this.#boundary}`;

  constructor(readonly folder: string, readonly image: ManifestLine) {}

  /** Why reading the file failed; the error of the failed request does not contain it. */
  fault: unknown;

  /** Opens the body. Throws DeliveryError if a small file was changed. */
  open(): ReadableStream<Uint8Array<ArrayBuffer>> | Blob {
    return this.image.bytes <= maxBuffered
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
