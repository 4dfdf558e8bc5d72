import type { ImageHeader } from "../dicom/read/image_facts.ts";
import * as Tag from "../dicom/tag.ts";
import { UnreadableFrame } from "../pixels/frames/decoded_frame.ts";
import { readFully } from "../pixels/frames/find_frames.ts";
import type { PlainFrame } from "../pixels/text/plain_frame.ts";

const mostSamples = 16 << 20;

/**
 * A frame, counted from 0, of floating-point numbers (PS3.3 C.7.6.24 and C.7.6.25), such as a
 * parametric map; undefined if the image has other pixel data. Throws UnreadableFrame.
 */
export function floatFrame(
  { header, facts: { pixels } }: ImageHeader,
  frame: number,
): PlainFrame | undefined {
  const element = header.find(Tag.FloatPixelData) ?? header.find(Tag.DoubleFloatPixelData);
  if (!element) return undefined;
  const { rows = 0, columns = 0 } = pixels;
  const size = element.tag === Tag.FloatPixelData ? 4 : 8;
  const count = rows * columns;
  const isInverted = pixels.photometricInterpretation === "MONOCHROME1";
  if (count === 0 || count > mostSamples) {
    throw new UnreadableFrame("its frames have too many samples, or none");
  }
  const start = element.valueStart + frame * count * size;
  if (start + count * size > element.valueEnd) {
    throw new UnreadableFrame("it has no frame of this number");
  }
  const bytes = new Uint8Array(count * size);
  if (!readFully(header.source(), bytes, start)) {
    throw new UnreadableFrame("its pixel data are cut off");
  }
  const view = new DataView(bytes.buffer);
  const { littleEndian } = header.encoding;
  const values = Float64Array.from({ length: count }, (_, at) => {
    const value = size === 4
      ? view.getFloat32(4 * at, littleEndian)
      : view.getFloat64(8 * at, littleEndian);
    return Number.isFinite(value) ? value : 0; // infinity and NaN have no grey
  });
  return { rows, columns, channels: 1, values, isWide: true, isInverted };
}
