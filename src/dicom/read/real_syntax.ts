import { SkippedFileError } from "../../model/errors.ts";
import { type Element, type Encoding, isPixelData, undefinedLength } from "../element.ts";
import {
  encodingOf,
  geBigEndianPixels,
  implicitLittleEndian,
  isUncompressed,
  mayBeMislabelled,
  transferSyntaxOf,
} from "../transfer_syntax.ts";
import { standardVR } from "../value_representation.ts";
import { type ByteWindow, readTag } from "./byte_window.ts";
import { goesOn } from "./unknown_vr.ts";

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

/**
 * The real encoding of a data set, judged by its first element: some senders declare big endian and
 * write little endian, declare explicit VR and write implicit VR, or write no file meta
 * information. Undefined if the bytes at `start` are not a data set, which starts with a low even
 * group. Two bytes that are not a VR count as an invalid VR only if explicit VR is `expected` and
 * the data set cannot be read as implicit VR.
 */
export function detectEncoding(
  window: ByteWindow,
  start: number,
  expected: Encoding | undefined,
): Encoding | undefined {
  const bytes = window.load(start, start + 8);
  if (!bytes) return undefined;
  const littleEndian = isFirstGroup(bytes.uint16(start, true));
  if (!littleEndian && !isFirstGroup(bytes.uint16(start, false))) return undefined;
  const explicitVR = standardVR(bytes.uint16(start + 4, false)) !== undefined;
  if (explicitVR) return { littleEndian, explicitVR };
  const length = bytes.uint32(start + 4, littleEndian);
  if (expected?.explicitVR && expected.littleEndian === littleEndian) {
    const head = { tag: readTag(bytes, start, littleEndian), at: start, end: Infinity };
    const extent = { valueStart: start + 8, length };
    if (!goesOn(window, { ...head, littleEndian }, extent)) return undefined;
  }
  return length <= window.reader.size || length === undefinedLength
    ? { littleEndian, explicitVR }
    : undefined;
}

/** Data sets of images start with group 0008, those of DICOMDIR files with 0004 (PS3.3). */
function isFirstGroup(group: number): boolean {
  return group === 0x0004 || group === 0x0008 || (group === 0x0010 || group === 0x0020);
}

/** The error for a file that is not DICOM. */
export function notDicom(): SkippedFileError {
  return new SkippedFileError("NOT_DICOM", "it is not a DICOM file");
}
