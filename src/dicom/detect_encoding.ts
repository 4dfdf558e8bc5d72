import { SkippedFileError } from "../errors.ts";
import type { ByteWindow } from "./byte_window.ts";
import type { Encoding } from "./element.ts";
import { goesOn } from "./invalid_vr.ts";
import { readTag } from "./read_tag.ts";
import { standardVR } from "./value_representation.ts";

/**
 * How a data set is really laid out, judged by its first element: senders declare big endian
 * and write little, declare explicit and write implicit, or write no file meta at all.
 * Undefined when the bytes at `start` are no data set: its first group is a low even one. What is
 * no VR is one that is invalid only if explicit VR is `expected` and implicit VR leads nowhere.
 */
export function detectEncoding(
  window: ByteWindow,
  start: number,
  expected: Encoding | undefined,
): Encoding | undefined {
  if (!window.has(start, start + 8)) return undefined;
  const littleEndian = isFirstGroup(window.uint16(start, true));
  if (!littleEndian && !isFirstGroup(window.uint16(start, false))) return undefined;
  const explicitVR = standardVR(window.uint16(start + 4, false)) !== undefined;
  if (explicitVR) return { littleEndian, explicitVR };
  const length = window.uint32(start + 4, littleEndian);
  if (expected?.explicitVR && expected.littleEndian === littleEndian) {
    const head = { tag: readTag(window, start, littleEndian), at: start, end: Infinity };
    const extent = { valueStart: start + 8, length };
    if (!goesOn(window, { ...head, littleEndian }, extent)) return undefined;
  }
  return length <= window.reader.size || length === 0xffffffff
    ? { littleEndian, explicitVR }
    : undefined;
}

/** Data sets of images begin with group 0008, those of directories with 0004 (PS3.3). */
function isFirstGroup(group: number): boolean {
  return group === 0x0004 || group === 0x0008 || (group === 0x0010 || group === 0x0020);
}

/** The file's bytes say nothing that DICOM would say. */
export function notDicom(): SkippedFileError {
  return new SkippedFileError("NOT_DICOM", "it is not a DICOM file");
}
