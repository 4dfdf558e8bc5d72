import { damagedStream, type FrameCleaner } from "./frame_cleaner.ts";

const headerSize = 64;
const mostSegments = 15;

/**
 * Clears in RLE frames (PS3.5 G) what no decoder reads: unused offsets in the header, and the bytes
 * of each segment after the last of its pixels. Each fragment is a frame (PS3.5 A.4.2).
 */
export class RleCleaner implements FrameCleaner {
  readonly #header = new Uint8Array(headerSize);
  #offsets: readonly number[] = [];
  #length = 0;
  #at = 0;
  #segment = -1;
  /** Of the current segment: pixels that are still to come, and bytes of a run. */
  #pixels = 0;
  #literal = 0;
  #repeat = 0;

  /** The pixels of a frame, and the segments that it needs. */
  constructor(readonly pixels: number, readonly segments: number) {}

  beginFragment(length: number): void {
    [this.#at, this.#length, this.#segment] = [0, length, -1];
    if (length < headerSize) throw notRle();
  }

  clean(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) {
      if (this.#at < headerSize) this.#readHeader(bytes, at++);
      else at = this.#cleanSegment(bytes, at, to);
    }
  }

  #readHeader(bytes: Uint8Array, at: number): void {
    const number = this.#header[0] ?? 0;
    if (this.#at >= 4 * (number + 1) && this.#at >= 4) bytes[at] = 0;
    this.#header[this.#at++] = bytes[at] ?? 0;
    if (this.#at < headerSize) return;
    const view = new DataView(this.#header.buffer);
    const count = view.getUint32(0, true);
    if (count < 1 || count > mostSegments) throw notRle();
    this.#offsets = Array.from({ length: count }, (_, one) => view.getUint32(4 * one + 4, true));
    const isRising = this.#offsets.every((offset, one) =>
      offset >= (this.#offsets[one - 1] ?? headerSize) && offset <= this.#length
    );
    if (!isRising) throw notRle();
    this.#pixels = 0;
  }

  /** Cleans bytes up to the end of the segment, and returns the offset after them. */
  #cleanSegment(bytes: Uint8Array, from: number, to: number): number {
    while (this.#at === this.#offsets[this.#segment + 1]) {
      this.#segment++;
      this.#pixels = this.#segment < this.segments ? this.pixels : 0;
      [this.#literal, this.#repeat] = [0, 0];
    }
    const next = this.#offsets[this.#segment + 1] ?? Infinity;
    const end = Math.min(to, from + next - this.#at);
    let at = from;
    while (at < end && this.#pixels > 0) at = this.#step(bytes, at, end);
    bytes.fill(0, at, end);
    this.#at += end - from;
    return end;
  }

  /** Reads a part of a run (PS3.5 G.3.2), and returns the offset after it. */
  #step(bytes: Uint8Array, at: number, end: number): number {
    if (this.#literal > 0) {
      const read = Math.min(this.#literal, end - at, this.#pixels);
      this.#literal -= read;
      this.#pixels -= read;
      return at + read;
    }
    if (this.#repeat > 0) {
      this.#pixels -= Math.min(this.#repeat, this.#pixels);
      this.#repeat = 0;
      return at + 1;
    }
    const code = bytes[at] ?? 0;
    if (code < 128) this.#literal = code + 1;
    else if (code > 128) this.#repeat = 257 - code;
    return at + 1;
  }
}

function notRle(): Error {
  return damagedStream("do not begin with the header of an RLE frame");
}
