import { SkippedFileError } from "../../model/errors.ts";

/** Reads bytes of a file (or of the inflated stream of one) from any offset. */
export interface ByteReader {
  /** Number of bytes; Infinity if it is not known. */
  readonly size: number;
  /** Reads into the buffer from `offset`; returns the number of bytes read, 0 at the end. */
  readAt(buffer: Uint8Array, offset: number): number;
}

const maxLoaded = 256 << 20;
const jumpSize = 4 << 10;

/** Bytes of a stream that are loaded. All offsets are offsets in the stream. */
export interface LoadedBytes {
  /** Throws RangeError if the two bytes at `at` are not among the loaded ones. */
  uint16(at: number, littleEndian: boolean): number;
  /** Throws RangeError if the four bytes at `at` are not among the loaded ones. */
  uint32(at: number, littleEndian: boolean): number;
}

const noBytes = new Uint8Array(0);

class Segment implements LoadedBytes {
  bytes: Uint8Array = noBytes;

  constructor(readonly start: number, readonly kept: boolean) {}

  has(from: number, to: number): boolean {
    return from >= this.start && to <= this.start + this.bytes.length;
  }

  uint16(at: number, littleEndian: boolean): number {
    const { bytes, start } = this;
    const [first, second] = [bytes[at - start], bytes[at - start + 1]];
    if (first === undefined || second === undefined) throw notLoaded(at, at + 2);
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  uint32(at: number, littleEndian: boolean): number {
    const first = this.uint16(at, littleEndian);
    const second = this.uint16(at + 2, littleEndian);
    return littleEndian ? second * 0x10000 + first : first * 0x10000 + second;
  }
}

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

  /** The loaded bytes from the start of the stream on, not copied. */
  get first(): Uint8Array {
    return this.#segments[0]?.bytes ?? noBytes;
  }

  /** The bytes from `from` to `to`, loaded and kept; undefined if they do not exist. */
  load(from: number, to: number): LoadedBytes | undefined {
    if (this.#current.kept && this.#current.has(from, to)) return this.#current;
    return to <= this.reader.size ? this.#load(from, to) : undefined;
  }

  /** Whether the bytes from `from` to `to` exist. If they do, they are loaded and kept. */
  has(from: number, to: number): boolean {
    return this.load(from, to) !== undefined;
  }

  /**
   * Like {@link load}, for a few bytes that are not kept, such as element headers between large
   * values. In a stream of unknown size, which can only be read forwards, they are kept.
   */
  peek(from: number, to: number): LoadedBytes | undefined {
    if (this.reader.size === Infinity) return this.load(from, to);
    if (this.#current.has(from, to)) return this.#current;
    if (to > this.reader.size) return undefined;
    this.#current = new Segment(from, false);
    this.#fill(this.#current, jumpSize);
    return this.#current.has(from, to) ? this.#current : undefined;
  }

  /** The bytes from `from` to `to`, not copied. Throws RangeError if they are not loaded. */
  bytes(from: number, to: number): Uint8Array {
    const found = this.#segments.find((segment) => segment.has(from, to));
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

  #load(from: number, to: number): LoadedBytes | undefined {
    const known = this.#segments.find(({ start, bytes }) =>
      from >= start && from <= start + bytes.length
    );
    this.#current = known ?? this.#open(from, Math.max(jumpSize, to - from));
    const end = this.#current.start + this.#current.bytes.length;
    if (to > end) this.#keep(this.#current, Math.max(to - end, this.#current.bytes.length));
    return this.#current.has(from, to) ? this.#current : undefined;
  }

  #open(start: number, size: number): Segment {
    const segment = new Segment(start, true);
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

/** The tag at `at` as `0xGGGGEEEE`. */
export function readTag(bytes: LoadedBytes, at: number, littleEndian: boolean): number {
  return bytes.uint16(at, littleEndian) * 0x10000 + bytes.uint16(at + 2, littleEndian);
}

/** Whether zeros take the place of an element header, which has 8 bytes. */
export function isPadding(bytes: LoadedBytes, at: number): boolean {
  return bytes.uint32(at, true) === 0 && bytes.uint32(at + 4, true) === 0;
}

/** Whether the last bytes, too few for an element header, are the start of one. */
export function isCutOff(window: ByteWindow, at: number): boolean {
  for (let to = at + 1; window.has(to - 1, to); to++) {
    if (window.bytes(to - 1, to)[0] !== 0) return true;
  }
  return false;
}
