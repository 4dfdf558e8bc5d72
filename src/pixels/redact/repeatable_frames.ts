import { crc32 } from "node:zlib";
import { SkippedFileError } from "../../model/errors.ts";

/** The frames that are kept in memory, in bytes. The others are made again. */
const keptBytes = 96 << 20;

/**
 * New frames of pixel data of any size. The first ones are kept in memory. The later ones are made
 * again, one at a time, while they are written. Iterating throws SkippedFileError if one of them is
 * not the same as before.
 */
export class RepeatableFrames implements Iterable<Uint8Array> {
  /** The number of bytes of each frame. */
  readonly lengths: number[] = [];
  /** All bytes. */
  size = 0;
  readonly #kept: Uint8Array[] = [];
  readonly #checksums: number[] = [];

  /** Makes the frame with this index again. */
  constructor(readonly make: (index: number) => Uint8Array | string) {}

  push(frame: Uint8Array): void {
    const isKept = this.#kept.length === this.lengths.length &&
      this.size + frame.length <= keptBytes;
    this.lengths.push(frame.length);
    this.size += frame.length;
    if (isKept) this.#kept.push(frame);
    this.#checksums.push(isKept ? 0 : crc32(frame));
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    for (const [index, length] of this.lengths.entries()) {
      yield this.#kept[index] ?? this.#again(index, length);
    }
  }

  #again(index: number, length: number): Uint8Array {
    const frame = this.make(index);
    const isSame = typeof frame !== "string" && frame.length === length &&
      crc32(frame) === this.#checksums[index];
    if (isSame) return frame;
    throw new SkippedFileError("UNREADABLE", "its pixel data changed while they were redacted");
  }
}
