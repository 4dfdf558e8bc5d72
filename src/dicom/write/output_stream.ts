import { Deflate } from "fflate";
import { createHash } from "node:crypto";
import { SkippedFileError } from "../../model/errors.ts";
import type { ByteReader } from "../read/byte_window.ts";
import type { EditBytes, SpliceTarget } from "./edited.ts";

/** Writes bytes; returns how many it wrote. */
export interface ByteSink {
  writeSync(bytes: Uint8Array): number;
}

/** Size and digest of a written file. */
export interface Written {
  readonly bytes: number;
  /** SHA-256 of the whole file, in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Writes a file through one bounded buffer and calculates its SHA-256. Adjacent ranges of the
 * source are read together. Throws SkippedFileError TRUNCATED if the source has become shorter.
 */
export class OutputStream implements SpliceTarget {
  readonly #hash = createHash("sha256");
  #deflate: Deflate | undefined;
  #filled = 0;
  #bytes = 0;
  #copyFrom = 0;
  #copyTo = 0;

  constructor(
    readonly file: ByteSink,
    readonly source: ByteReader,
    readonly buffer: Uint8Array,
  ) {}

  copy(from: number, to: number): void {
    if (from !== this.#copyTo) this.#copyRange();
    if (this.#copyFrom === this.#copyTo) this.#copyFrom = from;
    this.#copyTo = to;
  }

  copyEdited(from: number, to: number, edit: EditBytes): void {
    this.#copyRange();
    this.#copyFrom = from;
    this.#copyTo = to;
    this.#copyRange((part, at) => edit(part, at - from));
  }

  write(bytes: Uint8Array): void {
    this.#copyRange();
    if (bytes.length <= this.buffer.length - this.#filled) {
      this.buffer.set(bytes, this.#filled);
      this.#filled += bytes.length;
      return;
    }
    for (let at = 0; at < bytes.length;) {
      if (this.#filled === this.buffer.length) this.#flush(false);
      const part = bytes.subarray(at, at + this.buffer.length - this.#filled);
      this.buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  /** Deflates everything that follows (PS3.5 A.5). */
  deflateFromHere(): void {
    this.#copyRange();
    this.#flush(false);
    this.#deflate = new Deflate({ level: 6 }, (part) => this.#toFile(part));
  }

  end(): Written {
    this.#copyRange();
    this.#flush(true);
    if (this.#deflate && this.#bytes % 2 === 1) this.#toFile(Uint8Array.of(0));
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  #copyRange(edit?: EditBytes): void {
    let at = this.#copyFrom;
    while (at < this.#copyTo) {
      if (this.buffer.length - this.#filled < (edit ? 2 : 1)) this.#flush(false);
      const room = Math.min(this.buffer.length - this.#filled, this.#copyTo - at);
      const isEven = edit !== undefined && room < this.#copyTo - at;
      const part = this.buffer.subarray(
        this.#filled,
        this.#filled + room - (isEven ? room % 2 : 0),
      );
      const read = this.#read(part, at, edit !== undefined);
      edit?.(part.subarray(0, read), at);
      this.#filled += read;
      at += read;
    }
    this.#copyFrom = this.#copyTo = 0;
  }

  /** Reads a part from the source; an even number of bytes if the part is edited. */
  #read(part: Uint8Array, at: number, isEven: boolean): number {
    let size = 0;
    do {
      const read = this.source.readAt(part.subarray(size), at + size);
      if (read === 0) {
        throw new SkippedFileError("TRUNCATED", "the file became shorter while it was read");
      }
      size += read;
    } while (isEven && size % 2 === 1 && size < part.length);
    return size;
  }

  #flush(final: boolean): void {
    const bytes = this.buffer.subarray(0, this.#filled);
    this.#filled = 0;
    if (this.#deflate) this.#deflate.push(bytes.slice(), final);
    else this.#toFile(bytes);
  }

  #toFile(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length;) at += this.file.writeSync(bytes.subarray(at));
  }
}
