import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { swapWordBytes } from "../../dicom/transfer_syntax.ts";
import { type DecodedFrame, UnreadableFrame } from "./decoded_frame.ts";
import { readFully } from "./find_frames.ts";
import { frameSize, withoutPlanes } from "./frame_shape.ts";
import { type PixelLayout, pixelLayout } from "./pixel_layout.ts";
import { shapeOf } from "./shape_of.ts";

/** Two frames of this size fit into the memory of a thread. */
const largestNativeFrame = 128 << 20;

/**
 * The frames of native pixel data, read one at a time, or `only` one of them. Throws
 * UnreadableFrame.
 */
export function* nativeFrames(image: ImageHeader, only?: number): Generator<DecodedFrame> {
  const layout = pixelLayout(image);
  if (typeof layout === "string") throw new UnreadableFrame(layout);
  const shape = shapeOf(image.facts.pixels);
  const size = frameSize(shape);
  const tooLarge = largeFrames(layout);
  if (tooLarge) throw new UnreadableFrame(tooLarge);
  const read = valueReader(image, layout);
  const isPacked = layout.bytesPerSample < 1;
  const unpacked = new Uint8Array(isPacked ? size : 0);
  const end = only === undefined ? layout.frames : Math.min(layout.frames, only + 1);
  for (let frame = only ?? 0; frame < end; frame++) {
    const from = frame * size * (isPacked ? layout.bytesPerSample : 1);
    const to = (frame + 1) * size * (isPacked ? layout.bytesPerSample : 1);
    const bytes = read(Math.floor(from), Math.ceil(to));
    if (isPacked) unpackBits(bytes, 8 * (from % 1), unpacked);
    const together = layout.isPlanar ? withoutPlanes(bytes, shape) : bytes;
    yield { shape, samples: isPacked ? unpacked : together, stream: undefined };
  }
}

/** The reason if native frames are too large to be read. */
export function largeFrames(layout: PixelLayout): string | undefined {
  const { rows, columns, samples, bytesPerSample } = layout;
  const size = rows * columns * samples * Math.ceil(bytesPerSample);
  return size > largestNativeFrame ? "its frames are larger than 128 MB" : undefined;
}

/** Reads a range of the pixel data in little endian; the bytes are overwritten by the next call. */
function valueReader(
  { header }: ImageHeader,
  { element, bytesPerSample, hasTurnedBytes, littleEndian }: PixelLayout,
): (from: number, to: number) => Uint8Array {
  const source = header.source();
  const wordSize = hasTurnedBytes || header.facts.hasTurnedPixels
    ? 2
    : littleEndian
    ? 1
    : bytesPerSample;
  let buffer = new Uint8Array(0);
  return (from, to) => {
    const start = from - from % Math.max(1, wordSize);
    const end = Math.min(to + to % 2, element.valueEnd - element.valueStart);
    if (buffer.length < end - start) buffer = new Uint8Array(end - start + 2);
    const bytes = buffer.subarray(0, end - start);
    if (!readFully(source, bytes, element.valueStart + start)) {
      throw new UnreadableFrame("its pixel data are cut off");
    }
    if (wordSize === 2) swapWordBytes(bytes);
    if (wordSize === 4) swapLongWords(bytes);
    return bytes.subarray(from - start, to - start);
  };
}

function swapLongWords(bytes: Uint8Array): void {
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
}

/** Samples of one bit, the lowest bit of a byte first (PS3.5 8.1.1), become one byte each. */
function unpackBits(bytes: Uint8Array, firstBit: number, samples: Uint8Array): void {
  for (let at = 0; at < samples.length; at++) {
    const bit = firstBit + at;
    samples[at] = ((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
  }
}
