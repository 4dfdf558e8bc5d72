import { type DecodedFrame, UnreadableFrame } from "../frames/decoded_frame.ts";
import type { Palette } from "./palette.ts";

/** The values of a frame, row by row, the colours of a pixel together. */
export type Values = Uint8Array | Uint16Array | Int16Array | Float64Array;

/** A frame in grey, or in red, green and blue, without overlays in unused bits. */
export interface PlainFrame {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly values: Values;
  /** The values have another range than 0 to 255. */
  readonly isWide: boolean;
  /** The largest value is black (MONOCHROME1). */
  readonly isInverted: boolean;
}

/** A frame with more samples would need more than 600 MB of memory while it is searched. */
const mostSamples = 32 << 20;

/**
 * Converts a frame to grey or RGB. Its values are overwritten when the next frame is read. `shift`
 * is the number of unused bits below the value. Throws UnreadableFrame.
 */
export function plainFrame(
  { shape, samples: bytes }: Pick<DecodedFrame, "shape" | "samples">,
  palette: Palette | undefined,
  shift = 0,
): PlainFrame {
  const { rows, columns, samples, colours, bytesPerSample, bitsStored } = shape;
  if (samples !== 1 && samples !== 3) throw new UnreadableFrame("its colour format is unknown");
  if (rows * columns * samples > mostSamples) {
    throw new UnreadableFrame("its frames have more than 32 million samples");
  }
  const size = { rows, columns };
  const isInverted = colours === "MONOCHROME1";
  const values = valuesOf(bytes, shape, shift);
  if (colours === "PALETTE COLOR") {
    if (!palette || samples !== 1) throw new UnreadableFrame("its palette cannot be read");
    const coloured = colouredBy(palette, values);
    return { ...size, channels: 3, values: coloured, isWide: false, isInverted: false };
  }
  const isWide = bytesPerSample > 1 || bitsStored !== 8 || shape.isSigned;
  if (colours !== "YBR_FULL" || samples !== 3) {
    return { ...size, channels: samples, values, isWide, isInverted };
  }
  if (isWide) throw new UnreadableFrame("its colours have more than 8 bits");
  return { ...size, channels: 3, values: rgbOf(bytes), isWide: false, isInverted: false };
}

function valuesOf(bytes: Uint8Array, shape: DecodedFrame["shape"], shift: number): Values {
  const { bytesPerSample, bitsStored, isSigned } = shape;
  if (bytesPerSample === 1 && bitsStored === 8 && !isSigned) return bytes;
  const count = bytes.length / bytesPerSample;
  if (bytesPerSample > 2) return longValues(bytes, count, isSigned);
  const values = isSigned ? new Int16Array(count) : new Uint16Array(count);
  const mask = 2 ** bitsStored - 1;
  const sign = isSigned ? 2 ** (bitsStored - 1) : 0;
  for (let at = 0; at < count; at++) {
    const word = bytesPerSample === 1
      ? bytes[at] ?? 0
      : (bytes[2 * at] ?? 0) | ((bytes[2 * at + 1] ?? 0) << 8);
    values[at] = (((word >>> shift) & mask) ^ sign) - sign;
  }
  return values;
}

function longValues(bytes: Uint8Array, count: number, isSigned: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from(
    { length: count },
    (_, at) => isSigned ? view.getInt32(4 * at, true) : view.getUint32(4 * at, true),
  );
}

function colouredBy(palette: Palette, values: Values): Uint8Array {
  const coloured = new Uint8Array(3 * values.length);
  const known = new Map<number, readonly [number, number, number]>();
  for (let at = 0; at < values.length; at++) {
    const index = values[at] ?? 0;
    let colour = known.get(index);
    if (!colour) known.set(index, colour = palette(index));
    coloured.set(colour, 3 * at);
  }
  return coloured;
}

/** From YBR_FULL (PS3.3 C.7.6.3.1.2); the array limits the values to 0 to 255. */
function rgbOf(bytes: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(bytes.length);
  for (let at = 0; at + 2 < bytes.length; at += 3) {
    const luminance = bytes[at] ?? 0;
    const blue = (bytes[at + 1] ?? 0) - 128;
    const red = (bytes[at + 2] ?? 0) - 128;
    rgb[at] = luminance + 1.402 * red;
    rgb[at + 1] = luminance - 0.344136 * blue - 0.714136 * red;
    rgb[at + 2] = luminance + 1.772 * blue;
  }
  return new Uint8Array(rgb.buffer);
}
