import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import { isUncompressed } from "../../dicom/transfer_syntax.ts";
import { type DecodedFrame, type DecodeFrame, UnreadableFrame } from "./decoded_frame.ts";
import { findFrames, readFrame } from "./find_frames.ts";
import { frameSize } from "./frame_shape.ts";
import { nativeFrames } from "./native_frames.ts";
import { frameCount, shapeOf } from "./shape_of.ts";

/** The largest compressed frame, in bytes, compressed or not. */
export const largestFrame = 32 << 20;

/**
 * The frames of an image, read one at a time: native in every encoding, or compressed, which
 * `decode` decodes. The memory does not depend on the number of frames. With `only`, counted from
 * 0, no other frame is read; there is none if the image has no such frame. Throws UnreadableFrame.
 */
export function* framesOf(
  image: ImageHeader,
  decode: DecodeFrame,
  only?: number,
): Generator<DecodedFrame> {
  const { header, facts } = image;
  if (isUncompressed(header.transferSyntaxUID)) return yield* nativeFrames(image, only);
  const element = header.find(Tag.PixelData);
  if (!element?.isEncapsulated) throw new UnreadableFrame("it has no compressed pixel data");
  const shape = shapeOf(facts.pixels);
  if (frameSize(shape) > largestFrame) {
    throw new UnreadableFrame("its frames are larger than 32 MB");
  }
  const count = frameCount(facts.pixels);
  if (count === undefined) throw new UnreadableFrame("its number of frames is not valid");
  const frames = findFrames(header, element, count);
  if (typeof frames === "string") throw new UnreadableFrame(frames);
  const source = header.source();
  for (const frame of only === undefined ? frames : frames.slice(only, only + 1)) {
    const stream = readFrame(source, frame, largestFrame);
    if (!stream) throw new UnreadableFrame("a frame is larger than 32 MB or cut off");
    yield { shape, samples: decoded(stream), stream };
  }

  function decoded(stream: Uint8Array): Uint8Array {
    try {
      return decode(stream, shape);
    } catch (error) {
      if (error instanceof UnreadableFrame) throw error;
      // the errors of the libraries have no classes
      throw new UnreadableFrame("a frame cannot be decoded", { cause: error });
    }
  }
}
