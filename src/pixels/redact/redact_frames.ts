import type { Element } from "../../dicom/element.ts";
import type { ByteReader } from "../../dicom/read/byte_window.ts";
import type { MadeElement } from "../../dicom/write/edited.ts";
import type { Codecs } from "../codecs/codec_libraries.ts";
import { codedShape, isDescribedAlike, type LosslessCodec } from "../codecs/lossless_codec.ts";
import { type Frame, readFrame } from "../frames/find_frames.ts";
import { type FrameShape, frameSize } from "../frames/frame_shape.ts";
import { encapsulate } from "./encapsulate.ts";

const mebi = 1 << 20;
/** The largest frame that is decoded, in bytes, compressed or not. */
export const largestFrame = 32 * mebi;
/** The largest compressed pixel data that is written again, in bytes. It is kept in memory. */
const largestPixelData = 256 * mebi;

/** Compressed pixel data of which every frame can be decoded alone. */
export interface CompressedFrames {
  readonly element: Element;
  readonly source: ByteReader;
  readonly frames: readonly Frame[];
  readonly shape: FrameShape;
  readonly codec: LosslessCodec;
}

/**
 * Redacts every frame of losslessly compressed pixel data, one at a time: it is decoded, edited
 * with `redact`, encoded in the same transfer syntax, and decoded again with other code than the
 * encoder's. Returns the new element, with a basic offset table, or the reason if a sample differs
 * or a frame cannot be decoded or encoded. `onFrame` gets the decoded size of each frame, as a sign
 * of progress.
 */
export function redactFrames(
  { element, source, frames, shape, codec }: CompressedFrames,
  redact: (frame: Uint8Array) => void,
  codecs: Codecs,
  onFrame: (bytes: number) => void = () => {},
): MadeElement | string {
  const encoded: Uint8Array[] = [];
  let size = 0;
  for (const frame of frames) {
    const stream = readFrame(source, frame, largestFrame);
    if (!stream) return "a frame is larger than 32 MB or cut off";
    const redacted = redactFrame(stream, shape, codec, redact, codecs);
    if (typeof redacted === "string") return redacted;
    onFrame(frameSize(shape));
    encoded.push(redacted);
    size += redacted.length;
    if (size > largestPixelData) return "its compressed pixel data would exceed 256 MB";
  }
  return encapsulate(element, encoded.map(({ length }) => length), encoded);
}

function redactFrame(
  stream: Uint8Array,
  shape: FrameShape,
  codec: LosslessCodec,
  redact: (frame: Uint8Array) => void,
  codecs: Codecs,
): Uint8Array | string {
  const refused = codec.refuse(stream, shape);
  if (refused) return refused;
  const coded = codedShape(stream, shape);
  const frame = attempt(() => codec.decode(stream, coded, codecs));
  if (!frame) return "a frame cannot be decoded";
  redact(frame);
  const encoded = attempt(() => codec.encode(frame, coded, stream, codecs));
  if (!encoded || !isDescribedAlike(stream, encoded)) {
    return "a frame cannot be encoded with its precision and colours";
  }
  const written = attempt(() => codec.verify(encoded, coded, codecs));
  if (!written || !isEqual(written, frame)) {
    return "it is not proved that its other samples stay the same";
  }
  return encoded;
}

/** The errors of the libraries have no classes. */
function attempt(act: () => Uint8Array): Uint8Array | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
