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

/** The transfer syntax a data set leaves in. */
export interface RealSyntax {
  readonly transferSyntaxUID: string;
  /** Native pixel data that are big endian in a little endian data set: they have to be turned. */
  readonly hasTurnedPixels: boolean;
}

/**
 * The transfer syntax that a data set is in, whatever the file declares; GE's own becomes implicit
 * little endian. Throws SkippedFileError: MALFORMED for compressed pixel data of which it is not
 * said how, TRANSFER_SYNTAX for GE's with another data set than it wants.
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
    "its transfer syntax is one of GE's, but its data set is not in it",
  );
}
