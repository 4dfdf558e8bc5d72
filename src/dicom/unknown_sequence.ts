import type { ByteWindow } from "./byte_window.ts";
import { impliedVR } from "./dictionary.ts";
import { itemTag, sequenceDelimitation } from "./delimiters.ts";
import type { Encoding } from "./element.ts";
import { readTag } from "./read_tag.ts";
import { standardVR } from "./value_representation.ts";

const implicitLittle: Encoding = { littleEndian: true, explicitVR: false };
const explicitLittle: Encoding = { littleEndian: true, explicitVR: true };

/**
 * The encoding of the items inside a `UN` sequence of an explicit VR data set: implicit little
 * endian (PS3.5 6.2.2), unless its first element shows that the sender continued in explicit VR.
 */
export function encodingInsideUN(window: ByteWindow, valueStart: number, end: number): Encoding {
  const lengthAt = valueStart + 12;
  const bytes = window.load(valueStart, lengthAt + 4);
  if (!bytes) return implicitLittle;
  const hasVR = standardVR(bytes.uint16(lengthAt, false)) !== undefined;
  const implicitEnd = lengthAt + 4 + bytes.uint32(lengthAt, true);
  return hasVR && implicitEnd > Math.min(end, window.reader.size) ? explicitLittle : implicitLittle;
}

/** Whether an element is a sequence by its VR or by the dictionary, independent of its content. */
export function isKnownSequence(tag: number, vr: string): boolean {
  return vr === "SQ" || (vr === "UN" && impliedVR(tag) === "SQ");
}

/** Whether a value starts with an item, or with the delimiter of an empty sequence. */
export function beginsAsSequence(
  window: ByteWindow,
  valueStart: number,
  valueEnd: number,
  { littleEndian }: Encoding,
): boolean {
  if (valueEnd - valueStart < 8) return false;
  const bytes = window.load(valueStart, valueStart + 8);
  if (!bytes) return false;
  const tag = readTag(bytes, valueStart, littleEndian);
  return tag === itemTag || tag === sequenceDelimitation;
}
