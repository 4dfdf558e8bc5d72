import type { ByteWindow, LoadedBytes } from "./byte_window.ts";
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
