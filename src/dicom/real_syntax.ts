import { SkippedFileError } from "../errors.ts";
import type { Element, Encoding } from "./element.ts";
import { isPixelData } from "./pixel_data.ts";
import {
  encodingOf,
  geBigEndianPixels,
  implicitLittleEndian,
  isUncompressed,
  mayBeMislabelled,
  transferSyntaxOf,
} from "./transfer_syntax.ts";

/** The transfer syntax in which a data set is written. */
export interface RealSyntax {
  readonly transferSyntaxUID: string;
  /**
   * Whether native pixel data is big endian in a little endian data set, so that bytes have to be
   * swapped.
   */
  readonly hasTurnedPixels: boolean;
}

/**
 * The real transfer syntax of a data set, which can differ from the declared one. The private one
 * of GE becomes implicit little endian. Throws SkippedFileError MALFORMED for compressed pixel data
 * without a known compression, TRANSFER_SYNTAX for GE's with an unexpected data set.
 */
export function realSyntax(
  declared: string | undefined,
  encoding: Encoding,
  elements: readonly Element[],
): RealSyntax {
  const pixels = elements.findLast(({ tag }) => isPixelData(tag));
  if (declared === geBigEndianPixels) return geSyntax(encoding, pixels);
  const { littleEndian, explicitVR } = encodingOf(declared ?? "");
  const agrees = littleEndian === encoding.littleEndian && explicitVR === encoding.explicitVR;
  const believed = declared !== undefined && agrees ? declared : transferSyntaxOf(encoding);
  const isCompressed = !isUncompressed(believed);
  if (pixels?.isEncapsulated && !isCompressed) {
    throw new SkippedFileError(
      "MALFORMED",
      "its pixel data are compressed, but its transfer syntax says that they are not",
    );
  }
  if (pixels && !pixels.isEncapsulated && isCompressed && !mayBeMislabelled(believed)) {
    throw new SkippedFileError(
      "TRANSFER_SYNTAX",
      "its transfer syntax is not known, and its pixel data are not encapsulated",
    );
  }
  const isNative = pixels !== undefined && !pixels.isEncapsulated;
  const transferSyntaxUID = isCompressed && isNative ? transferSyntaxOf(encoding) : believed;
  return { transferSyntaxUID, hasTurnedPixels: false };
}

function geSyntax(encoding: Encoding, pixels: Element | undefined): RealSyntax {
  const isUnderstood = encoding.littleEndian && !encoding.explicitVR && !pixels?.isEncapsulated;
  if (isUnderstood) {
    return { transferSyntaxUID: implicitLittleEndian, hasTurnedPixels: pixels !== undefined };
  }
  throw new SkippedFileError(
    "TRANSFER_SYNTAX",
    "its transfer syntax is private to GE, but its data set is encoded differently",
  );
}
