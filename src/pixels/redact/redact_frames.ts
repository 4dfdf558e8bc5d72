import { Buffer } from "node:buffer";
import type { Element } from "../../dicom/element.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import type { MadeElement } from "../../dicom/write/edited.ts";
import type { Codecs } from "../codecs/codec_libraries.ts";
import { codedShape, isDescribedAlike, type LosslessCodec } from "../codecs/lossless_codec.ts";
import { type DecodedFrame, type DecodeFrame, UnreadableFrame } from "../frames/decoded_frame.ts";
import { type FrameShape, frameSize } from "../frames/frame_shape.ts";
import { framesOf } from "../frames/frames_of.ts";
import { encapsulate } from "./encapsulate.ts";

/** The largest compressed pixel data that is written again, in bytes. It is kept in memory. */
const largestPixelData = 256 << 20;

/** Compressed pixel data of which every frame can be decoded alone. */
export interface CompressedFrames {
  readonly image: ImageHeader;
  readonly element: Element;
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
  { image, element, codec }: CompressedFrames,
  redact: (frame: Uint8Array) => void,
  codecs: Codecs,
  onFrame: (bytes: number) => void = () => {},
): MadeElement | string {
  const encoded: Uint8Array[] = [];
  let size = 0;
  try {
    for (const frame of framesOf(image, decoderOf(codec, codecs))) {
      const redacted = redactFrame(frame, codec, redact, codecs);
      onFrame(frameSize(frame.shape));
      encoded.push(redacted);
      size += redacted.length;
      if (size > largestPixelData) return "its compressed pixel data would exceed 256 MB";
    }
  } catch (error) {
    if (error instanceof UnreadableFrame) return error.message;
    throw error;
  }
  return encapsulate(element, encoded.map(({ length }) => length), encoded);
}

/** Decodes frames that can be encoded again as they are. */
function decoderOf(codec: LosslessCodec, codecs: Codecs): DecodeFrame {
  return (stream, shape) => {
    const refused = codec.refuse(stream, shape);
    if (refused) throw new UnreadableFrame(refused);
    return codec.decode(stream, codedShape(stream, shape), codecs);
  };
}

function redactFrame(
  { samples, shape, stream = new Uint8Array(0) }: DecodedFrame,
  codec: LosslessCodec,
  redact: (frame: Uint8Array) => void,
  codecs: Codecs,
): Uint8Array {
  const coded: FrameShape = codedShape(stream, shape);
  redact(samples);
  const encoded = attempt(() => codec.encode(samples, coded, stream, codecs));
  if (!encoded || !isDescribedAlike(stream, encoded)) {
    throw new UnreadableFrame("a frame cannot be encoded with its precision and colours");
  }
  const written = attempt(() => codec.verify(encoded, coded, codecs));
  if (!written || !isEqual(written, samples)) {
    throw new UnreadableFrame("it is not proved that its other samples stay the same");
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
  return Buffer.compare(left, right) === 0;
}
