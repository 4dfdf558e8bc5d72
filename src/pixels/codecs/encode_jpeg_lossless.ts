import { type FrameShape, samplesOf } from "../frames/frame_shape.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { type HuffmanTable, huffmanTable } from "./huffman_table.ts";

/**
 * Encodes a frame as JPEG lossless with selection value 1 (ITU-T T.81 H, process 14): each sample
 * is predicted by the one to its left. `precision` is the number of bits per sample.
 */
export function encodeJpegLossless(
  frame: Uint8Array,
  shape: FrameShape,
  precision: number,
): Uint8Array {
  const samples = samplesOf(frame, shape, precision);
  const differences = differencesOf(samples, shape, precision);
  const frequencies = Array.from({ length: 17 }, () => 0);
  for (const difference of differences) {
    const category = categoryOf(difference);
    frequencies[category] = (frequencies[category] ?? 0) + 1;
  }
  const table = huffmanTable(frequencies);
  const stream = new ByteBuffer("jpeg");
  stream.uint16(0xffd8);
  writeHeaders(stream, shape, precision, table);
  writeDifferences(stream, differences, table);
  stream.uint16(0xffd9);
  return stream.toBytes();
}

/** The differences modulo 2^16, from -32767 to 32768 (T.81 H.1.2.1). */
function differencesOf(
  samples: Uint16Array,
  { columns, samples: perPixel }: FrameShape,
  precision: number,
): Int32Array {
  const rowSize = columns * perPixel;
  const differences = new Int32Array(samples.length);
  for (let at = 0; at < samples.length; at++) {
    const isFirst = at % rowSize < perPixel;
    const above = at < rowSize ? 2 ** (precision - 1) : samples[at - rowSize] ?? 0;
    const predicted = isFirst ? above : samples[at - perPixel] ?? 0;
    const difference = ((samples[at] ?? 0) - predicted) & 0xffff;
    differences[at] = difference > 0x8000 ? difference - 0x10000 : difference;
  }
  return differences;
}

/** The number of bits of a difference (T.81 table H.2). */
function categoryOf(difference: number): number {
  return 32 - Math.clz32(Math.abs(difference));
}

function writeHeaders(
  stream: ByteBuffer,
  { rows, columns, samples }: FrameShape,
  precision: number,
  { lengths, symbols }: HuffmanTable,
): void {
  const components = Array.from({ length: samples }, (_, index) => index + 1);
  stream.uint16(0xffc3);
  stream.uint16(8 + 3 * samples);
  stream.byte(precision);
  stream.uint16(rows);
  stream.uint16(columns);
  stream.byte(samples);
  for (const component of components) [component, 0x11, 0].forEach((byte) => stream.byte(byte));
  stream.uint16(0xffc4);
  stream.uint16(19 + symbols.length);
  for (const byte of [0, ...lengths, ...symbols]) stream.byte(byte);
  stream.uint16(0xffda);
  stream.uint16(6 + 2 * samples);
  stream.byte(samples);
  for (const component of components) [component, 0].forEach((byte) => stream.byte(byte));
  for (const byte of [1, 0, 0]) stream.byte(byte);
}

function writeDifferences(
  stream: ByteBuffer,
  differences: Int32Array,
  { codes }: HuffmanTable,
): void {
  const byCategory = Array.from({ length: 17 }, (_, at) => codes.get(at) ?? { code: 0, length: 0 });
  for (const difference of differences) {
    const category = categoryOf(difference);
    const { code, length } = byCategory[category] ?? { code: 0, length: 0 };
    stream.bits(code, length);
    if (category === 16) continue;
    stream.bits(difference < 0 ? difference - 1 : difference, category);
  }
  stream.endBits();
}
