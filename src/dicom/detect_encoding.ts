import { SkippedFileError } from "../errors.ts";
import type { ByteWindow } from "./byte_window.ts";
import type { Encoding } from "./element.ts";
import { goesOn } from "./invalid_vr.ts";
import { undefinedLength } from "./delimiters.ts";
import { readTag } from "./read_tag.ts";
import { standardVR } from "./value_representation.ts";

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
