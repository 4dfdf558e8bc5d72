import type { PixelFacts } from "../../dicom/read/image_facts.ts";
import { UnreadableFrame } from "./decoded_frame.ts";
import type { FrameShape } from "./frame_shape.ts";

/** The photometric interpretation after decoding; others stay the same. */
const decodedColours: ReadonlyMap<string, string> = new Map([
  ["YBR_RCT", "RGB"],
  ["YBR_ICT", "RGB"],
  ["YBR_FULL_422", "YBR_FULL"],
]);

/**
 * The shape of the frames of an image when they are decoded, by its header. Throws UnreadableFrame.
 */
export function shapeOf(pixels: PixelFacts): FrameShape {
  const { bitsAllocated: bits = 0, rows = 0, columns = 0, samples = 0 } = pixels;
  const bitsStored = pixels.bitsStored ?? bits;
  const colours = pixels.photometricInterpretation ?? "";
  if (![1, 8, 16, 32].includes(bits)) throw new UnreadableFrame("its bits allocated are unknown");
  if (rows === 0 || columns === 0) throw new UnreadableFrame("its rows or columns are unknown");
  if (samples === 0) throw new UnreadableFrame("its samples per pixel are unknown");
  if (bitsStored < 1 || bitsStored > bits) {
    throw new UnreadableFrame("its bits stored are not valid");
  }
  return {
    rows,
    columns,
    samples,
    bitsStored,
    bytesPerSample: Math.ceil(bits / 8),
    isSigned: pixels.pixelRepresentation === 1,
    colours: decodedColours.get(colours) ?? colours,
  };
}

/** The number of frames, 1 if the header does not state it; undefined if it is not valid. */
export function frameCount({ frames = "1" }: PixelFacts): number | undefined {
  const count = Number(frames);
  return Number.isInteger(count) && count >= 1 ? count : undefined;
}
