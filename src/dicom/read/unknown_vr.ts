import { dictionaryEntry, impliedVR } from "../dictionary.ts";
import {
  type Encoding,
  isPixelData,
  itemDelimitation,
  itemTag,
  sequenceDelimitation,
  undefinedLength,
} from "../element.ts";
import { standardVR } from "../value_representation.ts";
import { type ByteWindow, type LoadedBytes, readTag } from "./byte_window.ts";

/** Offset and length of a value. */
interface Extent {
  readonly valueStart: number;
  readonly length: number;
}

/** How far the stream is read to check what follows a value; farther for pixel data. */
const nearby = 1 << 20;

/**
 * The value of an element in explicit VR whose VR is not in PS3.5 6.2: `--`, `??`, two NULs, or an
 * implicit VR length. Its length can be read in three ways; the first one after which the data set
 * continues is used. Undefined if there is none. `head` has the 8 bytes of the element header.
 */
export function extentOfInvalidVR(
  window: ByteWindow,
  head: LoadedBytes,
  at: number,
  end: number,
  littleEndian: boolean,
): Extent | undefined {
  const tag = readTag(head, at, littleEndian);
  const short = head.uint16(at + 6, littleEndian);
  const long = short === 0 ? window.load(at, at + 12) : undefined;
  const extents = [
    ...(long ? [{ valueStart: at + 12, length: long.uint32(at + 8, littleEndian) }] : []),
    { valueStart: at + 8, length: short },
    { valueStart: at + 8, length: head.uint32(at + 4, littleEndian) },
  ];
  return extents.find((extent) => goesOn(window, { tag, at, end, littleEndian }, extent));
}

/**
 * The VR for an element with an invalid VR: that of the dictionary; `UN` (little endian) if it
 * depends on the image.
 */
export function repairedVR(tag: number, littleEndian: boolean): string {
  return littleEndian && dictionaryEntry(tag)?.followsPixelSign ? "UN" : impliedVR(tag);
}

/** Whether a value is followed by an element with a higher tag, a delimiter or the end. */
export function goesOn(
  window: ByteWindow,
  { tag, at, end, littleEndian }: {
    readonly tag: number;
    readonly at: number;
    readonly end: number;
    readonly littleEndian: boolean;
  },
  { valueStart, length }: Extent,
): boolean {
  if (length === undefinedLength) {
    const content = window.load(at, valueStart + 4);
    if (!content) return false;
    const first = readTag(content, valueStart, littleEndian);
    return first === itemTag || first === sequenceDelimitation;
  }
  const next = valueStart + length;
  if (next === Math.min(end, window.reader.size)) return true;
  if (next + 8 > end) return false;
  const isNear = next - at <= nearby;
  if (isNear && end === Infinity && endsAt(window, at, next)) return true;
  const after = isNear ? window.load(at, next + 8) : farAhead(window, tag, next);
  if (!after) return false;
  const following = readTag(after, next, littleEndian);
  if (following === itemDelimitation || following === sequenceDelimitation) {
    return after.uint32(next + 4, littleEndian) === 0;
  }
  if (following <= tag || following >>> 16 === 0xfffe) return false;
  const vr = standardVR(after.uint16(next + 4, false));
  const isKnown = dictionaryEntry(following) !== undefined || following >>> 16 === tag >>> 16;
  return isKnown || (vr !== undefined && (isPrivate(following) || isGroupLength(following, vr)));
}

function isPrivate(tag: number): boolean {
  return (tag & 0x10000) !== 0;
}

function isGroupLength(tag: number, vr: string): boolean {
  return (tag & 0xffff) === 0 && vr === "UL";
}

/** Whether the stream ends at `next`; the size of an inflated stream is not known. */
function endsAt(window: ByteWindow, at: number, next: number): boolean {
  return window.has(at, next) && !window.has(next, next + 1);
}

/** The header of the element after pixel data; an inflated stream is read forwards only. */
function farAhead(window: ByteWindow, tag: number, next: number): LoadedBytes | undefined {
  const { size } = window.reader;
  return isPixelData(tag) && size !== Infinity ? window.peek(next, next + 8) : undefined;
}

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
