import { type FrameShape, samplesOf } from "../frames/frame_shape.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import {
  JpegLsParameters,
  Plane,
  RegularContext,
  RunContext,
  runOrders,
} from "./jpeg_ls_contexts.ts";

/**
 * Encodes a frame as JPEG-LS without loss (ITU-T T.87), with default parameters. `precision` is the
 * number of bits per sample. The components are interleaved by line, or have scans of their own.
 */
export function encodeJpegLs(
  frame: Uint8Array,
  shape: FrameShape,
  precision: number,
  isByComponent = false,
): Uint8Array {
  const samples = samplesOf(frame, shape, precision);
  const stream = new ByteBuffer("jpeg-ls");
  const components = Array.from({ length: shape.samples }, (_, index) => index);
  writeFrameHeader(stream, shape, precision);
  const scans = isByComponent ? components.map((component) => [component]) : [components];
  for (const scan of scans) {
    writeScanHeader(stream, scan);
    encodeScan(stream, samples, shape, precision, scan);
  }
  stream.uint16(0xffd9);
  return stream.toBytes();
}

function encodeScan(
  stream: ByteBuffer,
  samples: Uint16Array,
  { rows, columns, samples: perPixel }: FrameShape,
  precision: number,
  components: readonly number[],
): void {
  const encoder = new LineEncoder(stream, new JpegLsParameters(precision));
  const planes = components.map((component) => ({ component, plane: new Plane(columns) }));
  for (let row = 0; row < rows; row++) {
    for (const { component, plane } of planes) {
      plane.next();
      const { line } = plane;
      for (let at = 1, place = row * columns * perPixel + component; at <= columns; at++) {
        line[at] = samples[place] ?? 0;
        place += perPixel;
      }
      encoder.encode(plane);
    }
  }
  stream.endBits();
}

function writeFrameHeader(
  stream: ByteBuffer,
  { rows, columns, samples }: FrameShape,
  precision: number,
): void {
  stream.uint16(0xffd8);
  stream.uint16(0xfff7);
  stream.uint16(8 + 3 * samples);
  stream.byte(precision);
  stream.uint16(rows);
  stream.uint16(columns);
  stream.byte(samples);
  for (let component = 1; component <= samples; component++) {
    for (const byte of [component, 0x11, 0]) stream.byte(byte);
  }
}

function writeScanHeader(stream: ByteBuffer, components: readonly number[]): void {
  stream.uint16(0xffda);
  stream.uint16(6 + 2 * components.length);
  stream.byte(components.length);
  for (const component of components) [component + 1, 0].forEach((byte) => stream.byte(byte));
  const interleaved = components.length > 1 ? 1 : 0;
  for (const byte of [0, interleaved, 0]) stream.byte(byte);
}

/** Encodes lines. All components share the contexts. */
class LineEncoder {
  readonly #regular: readonly RegularContext[];
  readonly #runs: readonly [RunContext, RunContext];

  constructor(readonly stream: ByteBuffer, readonly parameters: JpegLsParameters) {
    const { firstA } = parameters;
    this.#regular = Array.from({ length: 365 }, () => new RegularContext(firstA));
    this.#runs = [new RunContext(firstA, 0), new RunContext(firstA, 1)];
  }

  encode(plane: Plane): void {
    const { above, line, columns } = plane;
    const { parameters } = this;
    for (let at = 1; at <= columns;) {
      const [a, b] = [line[at - 1] ?? 0, above[at] ?? 0];
      const [c, d] = [above[at - 1] ?? 0, above[at + 1] ?? 0];
      const region = parameters.region(a, b, c, d);
      if (region === 0) {
        at = this.#encodeRun(plane, at);
        continue;
      }
      this.#encodeRegular(line[at++] ?? 0, parameters.median(a, b, c), region);
    }
  }

  #encodeRegular(sample: number, median: number, region: number): void {
    const { largest, limit } = this.parameters;
    const context = this.#regular[Math.abs(region)];
    if (!context) return;
    const sign = region < 0 ? -1 : 1;
    const predicted = Math.min(Math.max(median + sign * context.c, 0), largest);
    const error = this.parameters.reduce(sign * (sample - predicted));
    const { k } = context;
    const folded = context.isTurned(k, 0) ? -error - 1 : error;
    this.#golomb(folded < 0 ? -2 * folded - 1 : 2 * folded, k, limit);
    context.update(error, this.parameters);
  }

  /** Returns the index after the run and the sample that ends it (T.87 A.7). */
  #encodeRun(plane: Plane, start: number): number {
    const { line, columns } = plane;
    const repeated = line[start - 1] ?? 0;
    let end = start;
    while (end <= columns && line[end] === repeated) end++;
    let left = end - start;
    const order = (): number => runOrders[plane.runIndex] ?? 0;
    while (left >= 1 << order()) {
      this.stream.bits(1, 1);
      left -= 1 << order();
      if (plane.runIndex < 31) plane.runIndex++;
    }
    if (end > columns) {
      if (left > 0) this.stream.bits(1, 1);
      return end;
    }
    this.stream.bits(left, order() + 1);
    this.#encodeRunEnd(line[end] ?? 0, repeated, plane.above[end] ?? 0, order());
    if (plane.runIndex > 0) plane.runIndex--;
    return end + 1;
  }

  #encodeRunEnd(sample: number, a: number, b: number, order: number): void {
    const context = this.#runs[a === b ? 1 : 0];
    const difference = a === b ? sample - a : a > b ? b - sample : sample - b;
    const error = this.parameters.reduce(difference);
    const { k } = context;
    const mapped = context.map(error, k);
    this.#golomb(mapped, k, this.parameters.limit - order - 1);
    context.update(error, mapped, this.parameters);
  }

  /** A Golomb code of limited length (T.87 A.5.3). */
  #golomb(value: number, k: number, limit: number): void {
    const { errorBits } = this.parameters;
    const high = value >>> k;
    const longest = limit - errorBits - 1;
    this.stream.zeros(Math.min(high, longest));
    this.stream.bits(1, 1);
    if (high < longest) this.stream.bits(value, k);
    else this.stream.bits(value - 1, errorBits);
  }
}
