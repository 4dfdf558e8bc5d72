import { SkippedFileError } from "../errors.ts";

/** Reads bytes of a file (or of the inflated stream of one) from any offset. */
export interface ByteReader {
  /** Number of bytes; Infinity if it is not known. */
  readonly size: number;
  /** Reads into the buffer from `offset`; returns the number of bytes read, 0 at the end. */
  readAt(buffer: Uint8Array, offset: number): number;
}

const maxLoaded = 256 << 20;
const jumpSize = 4 << 10;

interface Segment {
  readonly start: number;
  readonly kept: boolean;
  bytes: Uint8Array;
}

const noBytes = new Uint8Array(0);

/**
 * The parts of a stream that have been read: a first window, which grows with the header, and
 * another one after each large value that was skipped. All offsets are offsets in the stream.
 */
export class ByteWindow {
  readonly #segments: Segment[] = [];
  #current: Segment;
  #loaded = 0;

  constructor(readonly reader: ByteReader, firstWindow: number) {
    this.#current = this.#open(0, firstWindow);
  }

  /** Whether the bytes from `from` to `to` exist. If they do, they are loaded and kept. */
  has(from: number, to: number): boolean {
    const { start, bytes } = this.#current;
    if (from >= start && to <= start + bytes.length) {
      return this.#current.kept || this.#load(from, to);
    }
    return to <= this.reader.size && this.#load(from, to);
  }

  /**
   * Like {@link has}, for a few bytes that are not kept, such as element headers between large
   * values. In a stream of unknown size, which can only be read forwards, they are kept.
   */
  peek(from: number, to: number): boolean {
    if (this.reader.size === Infinity) return this.has(from, to);
    const { start, bytes } = this.#current;
    if (from >= start && to <= start + bytes.length) return true;
    if (to > this.reader.size) return false;
    this.#current = emptySegment(from, false);
    this.#fill(this.#current, jumpSize);
    return to <= from + this.#current.bytes.length;
  }

  /** Call {@link has} or {@link peek} for these bytes first; throws RangeError otherwise. */
  uint16(at: number, littleEndian: boolean): number {
    const { bytes, start } = this.#current;
    const [first, second] = [bytes[at - start], bytes[at - start + 1]];
    if (first === undefined || second === undefined) throw notLoaded(at, at + 2);
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  /** Call {@link has} or {@link peek} for these bytes first; throws RangeError otherwise. */
  uint32(at: number, littleEndian: boolean): number {
    const first = this.uint16(at, littleEndian);
    const second = this.uint16(at + 2, littleEndian);
    return littleEndian ? second * 0x10000 + first : first * 0x10000 + second;
  }

  /** The bytes from `from` to `to`, not copied. Throws RangeError if they are not loaded. */
  bytes(from: number, to: number): Uint8Array {
    const found = this.#segments.find(({ start, bytes }) =>
      from >= start && to <= start + bytes.length
    );
    if (!found) throw notLoaded(from, to);
    return found.bytes.subarray(from - found.start, to - found.start);
  }

  /** Copies the loaded bytes from `offset` on; returns their number, 0 if none is loaded. */
  copyTo(buffer: Uint8Array, offset: number): number {
    const found = this.#segments.find(({ start, bytes }) =>
      offset >= start && offset < start + bytes.length
    );
    if (!found) return 0;
    const part = found.bytes.subarray(offset - found.start, offset - found.start + buffer.length);
    buffer.set(part);
    return part.length;
  }

  #load(from: number, to: number): boolean {
    const known = this.#segments.find(({ start, bytes }) =>
      from >= start && from <= start + bytes.length
    );
    this.#current = known ?? this.#open(from, Math.max(jumpSize, to - from));
    const end = this.#current.start + this.#current.bytes.length;
    if (to > end) this.#keep(this.#current, Math.max(to - end, this.#current.bytes.length));
    return to <= this.#current.start + this.#current.bytes.length;
  }

  #open(start: number, size: number): Segment {
    const segment = emptySegment(start, true);
    this.#segments.push(segment);
    this.#keep(segment, size);
    return segment;
  }

  #keep(segment: Segment, by: number): void {
    if (this.#loaded + by > maxLoaded) {
      throw new SkippedFileError("TOO_COMPLEX", "its header is larger than 256 MB");
    }
    this.#loaded += this.#fill(segment, by);
  }

  #fill(segment: Segment, by: number): number {
    const known = segment.bytes.length;
    const room = Math.min(by, this.reader.size - segment.start - known);
    const grown = new Uint8Array(known + Math.max(room, 0));
    if (known > 0) grown.set(segment.bytes);
    let size = known;
    while (size < grown.length) {
      const read = this.reader.readAt(grown.subarray(size), segment.start + size);
      if (read === 0) break;
      size += read;
    }
    segment.bytes = grown.subarray(0, size);
    return size - known;
  }
}

function notLoaded(from: number, to: number): RangeError {
  return new RangeError(`bytes ${from} to ${to} are not loaded`);
}

function emptySegment(start: number, kept: boolean): Segment {
  return { start, kept, bytes: noBytes };
}
