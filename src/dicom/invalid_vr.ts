import type { ByteWindow } from "./byte_window.ts";
import { dictionaryEntry, impliedVR } from "./dictionary.ts";
import { itemDelimitation, itemTag, sequenceDelimitation } from "./delimiters.ts";
import { isPixelData } from "./pixel_data.ts";
import { readTag } from "./read_tag.ts";
import { standardVR } from "./value_representation.ts";

/** Where a value begins, and how long it is. */
interface Extent {
  readonly valueStart: number;
  readonly length: number;
}

const undefinedLength = 0xffffffff;
/** As far as this a data set is read to look at what follows a value; of pixel data, farther. */
const nearby = 1 << 20;

/**
 * The value of an element of an explicit VR data set whose VR is none of PS3.5 6.2: `--`, `??`,
 * two NULs, or the length of implicit VR. Of the three ways to read its length, the first counts
 * after which the data set goes on. Undefined when none does. The head's 8 bytes must exist.
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
 * The VR of an element whose own is invalid: the dictionary's; `UN`, which is little endian, if that
 * depends on the image.
 */
export function repairedVR(tag: number, littleEndian: boolean): string {
  return littleEndian && dictionaryEntry(tag)?.followsPixelSign ? "UN" : impliedVR(tag);
}

/** Whether an element of a higher tag, a delimiter or the end follows a value. */
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

/** Whether a stream ends at `next`, whose size is not known if it is inflated. */
function endsAt(window: ByteWindow, at: number, next: number): boolean {
  return window.has(at, next) && !window.has(next, next + 1);
}

/** Looks at the head of an element behind pixel data; an inflated stream is read forwards only. */
function isFarAhead(window: ByteWindow, tag: number, next: number): boolean {
  const { size } = window.reader;
  return isPixelData(tag) && size !== Infinity && window.glance(next, next + 8);
}
