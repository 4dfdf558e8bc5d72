import type { ImageHeader, PixelFacts } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import { isVideo } from "../../dicom/transfer_syntax.ts";
import { losslessCodec } from "../codecs/lossless_codec.ts";
import { findFrames } from "../frames/find_frames.ts";
import { frameSize } from "../frames/frame_shape.ts";
import { largestFrame } from "../frames/frames_of.ts";
import { knownColours, type PixelLayout } from "../frames/pixel_layout.ts";
import { frameCount, shapeOf } from "../frames/shape_of.ts";
import type { CompressedFrames } from "./redact_frames.ts";

/** The samples per pixel of each colour format. Decoded, the last three are RGB. */
const compressedColours = new Map([
  ...knownColours,
  ["YBR_RCT", 3],
  ["YBR_ICT", 3],
  ["XYB", 3],
]);

const rleLossless = "1.2.840.10008.1.2.5";

/** Frames that can be redacted, and the layout of each when it is decoded. */
export interface DecodableFrames extends CompressedFrames {
  readonly layout: PixelLayout;
}

/**
 * The frames of losslessly compressed pixel data, or the reason why they cannot be redacted. The
 * frames are not read yet.
 */
export function compressedFrames(image: ImageHeader): DecodableFrames | string {
  const { header, facts: { pixels } } = image;
  const element = header.find(Tag.PixelData);
  const codec = losslessCodec(header.transferSyntaxUID);
  if (isVideo(header.transferSyntaxUID)) return "its pixel data are a video";
  if (!element?.isEncapsulated || !codec) return "its pixel data are compressed";
  const layout = frameLayout(pixels, header.transferSyntaxUID);
  if (typeof layout === "string") return layout;
  const size = frameSize(shapeOf(pixels));
  if (size > largestFrame) return "its frames are larger than 32 MB";
  if (size / layout.bytesPerSample > codec.mostSamples) {
    return "its frames have too many samples for its transfer syntax";
  }
  const count = frameCount(pixels);
  if (count === undefined) return "its number of frames is not valid";
  const frames = findFrames(header, element, count);
  if (typeof frames === "string") return frames;
  return { element, codec, image, layout: { ...layout, element } };
}

function frameLayout(
  pixels: PixelFacts,
  transferSyntaxUID: string,
): Omit<PixelLayout, "element"> | string {
  const { bitsAllocated: bits = 0, rows = 0, columns = 0, samples = 0 } = pixels;
  const isPossible = bits === 8 || bits === 16 ||
    (bits === 32 && transferSyntaxUID === rleLossless);
  if (!isPossible) return "its samples are compressed and not of 8 or 16 bits";
  const colours = pixels.photometricInterpretation ?? "";
  if (compressedColours.get(colours) !== samples) return "its colour format is unknown";
  if (rows === 0 || columns === 0) return "its rows or columns are unknown";
  const bitsStored = pixels.bitsStored ?? bits;
  if (bitsStored < 1 || bitsStored > bits) return "its bits stored are not valid";
  return {
    rows,
    columns,
    samples,
    colours,
    bytesPerSample: bits / 8,
    frames: 1,
    isPlanar: false,
    largestValue: 2 ** (bitsStored - (pixels.pixelRepresentation ?? 0)) - 1,
    hasTurnedBytes: false,
    littleEndian: true,
  };
}
