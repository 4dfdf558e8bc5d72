import { type FrameShape, frameSize } from "../frames/frame_shape.ts";

const headSize = 64;
const maxRun = 128;

/**
 * Decodes a frame of RLE Lossless (PS3.5 G): one segment for each byte of each sample, the most
 * significant byte first. Returns the reason if the stream is damaged.
 */
export function decodeRle(stream: Uint8Array, shape: FrameShape): Uint8Array | string {
  const { rows, columns, samples, bytesPerSample } = shape;
  const count = samples * bytesPerSample;
  if (stream.length < headSize) return "an RLE header is cut off";
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  if (view.getUint32(0, true) !== count) return "the number of RLE segments is wrong";
  const frame = new Uint8Array(frameSize(shape));
  for (let segment = 0; segment < count; segment++) {
    const from = view.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < count ? view.getUint32(8 + 4 * segment, true) : stream.length;
    if (from < headSize || to < from || to > stream.length) return "an RLE offset is wrong";
    const bytes = decodeSegment(stream.subarray(from, to), rows * columns);
    if (!bytes) return "an RLE segment is damaged";
    let place = placeOf(segment, shape);
    for (const byte of bytes) {
      frame[place] = byte;
      place += count;
    }
  }
  return frame;
}

/** The offset in a pixel of the bytes that a segment holds. */
function placeOf(segment: number, { bytesPerSample }: FrameShape): number {
  const sample = Math.floor(segment / bytesPerSample);
  return sample * bytesPerSample + bytesPerSample - 1 - segment % bytesPerSample;
}

/** Undefined unless the segment has exactly this many bytes when it is decoded. */
function decodeSegment(segment: Uint8Array, size: number): Uint8Array | undefined {
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (let at = 0; at < segment.length && filled < size;) {
    const control = segment[at++] ?? 0;
    if (control === 128) continue;
    const length = control < 128 ? control + 1 : 257 - control;
    if (filled + length > size) return undefined;
    if (control < 128) {
      if (at + length > segment.length) return undefined;
      bytes.set(segment.subarray(at, at + length), filled);
      at += length;
    } else {
      if (at >= segment.length) return undefined;
      bytes.fill(segment[at++] ?? 0, filled, filled + length);
    }
    filled += length;
  }
  return filled === size ? bytes : undefined;
}

/** Encodes a frame as RLE Lossless (PS3.5 G). Each row is encoded separately. */
export function encodeRle(frame: Uint8Array, shape: FrameShape): Uint8Array {
  const { rows, columns, samples, bytesPerSample } = shape;
  const count = samples * bytesPerSample;
  const worst = rows * (columns + Math.ceil(columns / maxRun)) + 1;
  const stream = new Uint8Array(headSize + count * worst);
  const view = new DataView(stream.buffer);
  view.setUint32(0, count, true);
  let end = headSize;
  const row = new Uint8Array(columns);
  for (let segment = 0; segment < count; segment++) {
    view.setUint32(4 + 4 * segment, end, true);
    let place = placeOf(segment, shape);
    for (let line = 0; line < rows; line++) {
      for (let column = 0; column < columns; column++, place += count) {
        row[column] = frame[place] ?? 0;
      }
      end = encodeRow(row, stream, end);
    }
    end += end % 2;
  }
  return stream.slice(0, end);
}

/** Writes a row from `end` on; returns the new end. */
function encodeRow(row: Uint8Array, stream: Uint8Array, start: number): number {
  let end = start;
  for (let at = 0; at < row.length;) {
    const run = runAt(row, at);
    if (run > 1) {
      stream[end++] = 257 - run;
      stream[end++] = row[at] ?? 0;
      at += run;
      continue;
    }
    const from = at;
    while (at < row.length && at - from < maxRun && runAt(row, at) < 3) at++;
    stream[end++] = at - from - 1;
    stream.set(row.subarray(from, at), end);
    end += at - from;
  }
  return end;
}

/** How often the byte is repeated, at most 128 times. */
function runAt(row: Uint8Array, at: number): number {
  let to = at + 1;
  while (to < row.length && to - at < maxRun && row[to] === row[at]) to++;
  return to - at;
}
