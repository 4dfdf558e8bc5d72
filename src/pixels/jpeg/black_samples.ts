import { mcuSize } from "./block_grid.ts";
import type { JpegStream } from "./jpeg_stream.ts";

/** What the header of an image says about its JPEG frames. */
export interface JpegShape {
  readonly rows: number;
  readonly columns: number;
  /** Samples of a pixel. */
  readonly samples: number;
  /** PhotometricInterpretation. */
  readonly colours: string;
  /** The largest value of a sample. */
  readonly largestValue: number;
}

/**
 * The sample of each component that is black. For colours, the header decides, unless the stream
 * shows that a header with RGB is wrong: by JFIF or Adobe segments, or by subsampled components.
 */
export function blackSamples(
  { precision, components, marked }: Pick<JpegStream, "precision" | "components" | "marked">,
  { colours, largestValue }: Pick<JpegShape, "colours" | "largestValue">,
): readonly number[] {
  const mcu = mcuSize(components);
  const isSubsampled = components.some(({ across, down }) =>
    across !== mcu.across || down !== mcu.down
  );
  const hasChroma = components.length === 3 &&
    (colours !== "RGB" || marked === "YCbCr" || isSubsampled);
  return components.map((_, index) => {
    if (colours === "MONOCHROME1") return Math.min(largestValue, 2 ** precision - 1);
    return hasChroma && index > 0 ? 2 ** (precision - 1) : 0;
  });
}

/**
 * The quantized DC coefficient of a block of equal samples (ITU-T T.81 A.3.3, A.3.4). The smallest
 * and the largest sample are reached exactly, because decoders limit the samples to their range.
 */
export function flatCoefficient(sample: number, precision: number, dcStep: number): number {
  const exact = 8 * (sample - 2 ** (precision - 1)) / dcStep;
  if (sample === 0) return Math.floor(exact);
  return sample === 2 ** precision - 1 ? Math.ceil(exact) : Math.round(exact);
}
