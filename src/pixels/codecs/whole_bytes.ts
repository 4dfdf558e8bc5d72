import type { FrameShape } from "../frames/frame_shape.ts";

/** The offset of the precision of the first component in a codestream that begins with SIZ. */
const firstPrecision = 42;
const bytesOfComponent = 3;
const signed = 0x80;

type Samples = Pick<FrameShape, "bytesPerSample" | "bitsStored" | "isSigned" | "samples">;

/**
 * JPEG 2000 with whole bytes. The libraries do not decode and encode every precision and sign, but
 * unsigned samples of 8 and 16 bits. In a reversible stream, precision and sign change only the
 * level shift of the samples (ITU-T T.800 G.1). So other samples are raised to the middle of whole
 * bytes, and only the description in the stream (Ssiz, A.5.1) is that of the image.
 */
export interface WholeBytes {
  /** The shape of the raised samples. */
  readonly shape: FrameShape;
  /** A copy of the stream that describes raised samples. */
  raisedStream(stream: Uint8Array): Uint8Array;
  /** A copy of the stream that describes the samples of the image. */
  ownStream(stream: Uint8Array): Uint8Array;
  raise(frame: Uint8Array): Uint8Array;
  lower(frame: Uint8Array): Uint8Array;
}

/** For the samples of an image, with the precision and sign of its stream. */
export function wholeBytes(shape: FrameShape): WholeBytes {
  const { bytesPerSample, bitsStored, isSigned } = shape;
  const bits = 8 * bytesPerSample;
  const whole = { ...shape, bitsStored: bits, isSigned: false };
  const shift = 2 ** (bits - 1) - (isSigned ? 0 : 2 ** (bitsStored - 1));
  return {
    shape: whole,
    raisedStream: (stream) => described(stream, whole),
    ownStream: (stream) => described(stream, shape),
    raise: (frame) => shifted(frame, bytesPerSample, shift),
    lower: (frame) => shifted(frame, bytesPerSample, -shift),
  };
}

function described(stream: Uint8Array, { samples, bitsStored, isSigned }: Samples): Uint8Array {
  const copy = stream.slice();
  for (let component = 0; component < samples; component++) {
    copy[firstPrecision + bytesOfComponent * component] = (isSigned ? signed : 0) |
      (bitsStored - 1);
  }
  return copy;
}

/** A copy of a frame with a number added to each sample, modulo its size. */
function shifted(frame: Uint8Array, bytesPerSample: number, by: number): Uint8Array {
  const copy = frame.slice();
  if (by === 0) return copy;
  const view = new DataView(copy.buffer);
  for (let at = 0; at < copy.length; at += bytesPerSample) {
    if (bytesPerSample === 1) view.setUint8(at, view.getUint8(at) + by);
    else view.setUint16(at, view.getUint16(at, true) + by, true);
  }
  return copy;
}
