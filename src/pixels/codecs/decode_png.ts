import { unzlibSync } from "fflate";
import type { FrameShape } from "../frames/frame_shape.ts";

const signatureSize = 8;
const [greyscale, trueColour] = [0, 2];

/**
 * Decodes a PNG of a frame of this shape (ISO/IEC 15948): grey or RGB of 8 or 16 bits, not
 * interlaced. Throws RangeError if the PNG is of another kind.
 */
export function decodePng(png: Uint8Array, shape: FrameShape): Uint8Array {
  const { rows, columns, samples, bytesPerSample } = shape;
  const parts: Uint8Array[] = [];
  let isExpected = false;
  for (const [type, data] of chunks(png)) {
    if (type === "IDAT") parts.push(data);
    if (type !== "IHDR") continue;
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    isExpected = view.getUint32(0) === columns && view.getUint32(4) === rows &&
      data[8] === 8 * bytesPerSample && data[9] === (samples === 1 ? greyscale : trueColour) &&
      data[12] === 0;
  }
  const rowSize = columns * samples * bytesPerSample;
  if (!isExpected) throw new RangeError("a codec returned a frame of another shape");
  const filtered = new Uint8Array(rows * (rowSize + 1));
  if (unzlibSync(joined(parts), { out: filtered }).length !== filtered.length) {
    throw new RangeError("a codec returned a frame of another shape");
  }
  const frame = unfilter(filtered, rows, rowSize, samples * bytesPerSample);
  if (bytesPerSample === 2) swapBytes(frame);
  return frame;
}

function* chunks(png: Uint8Array): Generator<readonly [type: string, data: Uint8Array]> {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  for (let at = signatureSize; at + 12 <= png.length;) {
    const size = view.getUint32(at);
    const data = png.subarray(at + 8, at + 8 + size);
    yield [String.fromCharCode(...png.subarray(at + 4, at + 8)), data];
    at += 12 + size;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Each row begins with its filter: none, left, above, their mean, or Paeth. */
function unfilter(bytes: Uint8Array, rows: number, rowSize: number, pixelSize: number): Uint8Array {
  const frame = new Uint8Array(rows * rowSize);
  for (let row = 0; row < rows; row++) {
    const from = row * (rowSize + 1) + 1;
    const filter = bytes[from - 1] ?? 0;
    const to = row * rowSize;
    for (let at = 0; at < rowSize; at++) {
      const left = at >= pixelSize ? frame[to + at - pixelSize] ?? 0 : 0;
      const above = row > 0 ? frame[to + at - rowSize] ?? 0 : 0;
      const corner = at >= pixelSize && row > 0 ? frame[to + at - rowSize - pixelSize] ?? 0 : 0;
      frame[to + at] = (bytes[from + at] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return frame;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const estimate = left + above - corner;
  const [toLeft, toAbove] = [Math.abs(estimate - left), Math.abs(estimate - above)];
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function swapBytes(frame: Uint8Array): void {
  for (let at = 0; at + 1 < frame.length; at += 2) {
    const first = frame[at] ?? 0;
    frame[at] = frame[at + 1] ?? 0;
    frame[at + 1] = first;
  }
}
