import type { ByteWindow } from "./byte_window.ts";
import { dictionaryEntry, impliedVR } from "./dictionary.ts";
import { itemDelimitation, itemTag, sequenceDelimitation, undefinedLength } from "./delimiters.ts";
import { isPixelData } from "./pixel_data.ts";
import { readTag } from "./read_tag.ts";
import { standardVR } from "./value_representation.ts";

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
 * continues is used. Undefined if there is none. The 8 bytes of the element header must exist.
 */
export function extentOfInvalidVR(
  window: ByteWindow,
  at: number,
  end: number,
  littleEndian: boolean,
): Extent | undefined {
  window.has(at, at + 8);
  const tag = readTag(window, at, littleEndian);
  const isLong = window.uint16(at + 6, littleEndian) === 0 && window.has(at, at + 12);
  const extents = [
    ...(isLong ? [{ valueStart: at + 12, length: window.uint32(at + 8, littleEndian) }] : []),
    { valueStart: at + 8, length: window.uint16(at + 6, littleEndian) },
    { valueStart: at + 8, length: window.uint32(at + 4, littleEndian) },
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
    if (!window.has(at, valueStart + 4)) return false;
    const first = readTag(window, valueStart, littleEndian);
    return first === itemTag || first === sequenceDelimitation;
  }
  const next = valueStart + length;
  if (next === Math.min(end, window.reader.size)) return true;
  if (next + 8 > end) return false;
  const isNear = next - at <= nearby;
  if (isNear && end === Infinity && endsAt(window, at, next)) return true;
  if (isNear ? !window.has(at, next + 8) : !isFarAhead(window, tag, next)) return false;
  const following = readTag(window, next, littleEndian);
  if (following === itemDelimitation || following === sequenceDelimitation) {
    return window.uint32(next + 4, littleEndian) === 0;
  }
  if (following <= tag || following >>> 16 === 0xfffe) return false;
  const vr = standardVR(window.uint16(next + 4, false));
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

/** Reads the header of the element after pixel data; an inflated stream is read forwards only. */
function isFarAhead(window: ByteWindow, tag: number, next: number): boolean {
  const { size } = window.reader;
  return isPixelData(tag) && size !== Infinity && window.peek(next, next + 8);
}
