import { SkippedFileError } from "../../model/errors.ts";
import { impliedVR } from "../dictionary.ts";
import type { Encoding } from "../element.ts";
import { isLongVR, standardVR } from "../value_representation.ts";
import { type ByteWindow, type LoadedBytes, readTag } from "./byte_window.ts";
import { extentOfInvalidVR, repairedVR } from "./unknown_vr.ts";

/** The header of an element: tag, VR and length (PS3.5 7.1). */
export interface ElementHead {
  readonly tag: number;
  readonly vr: string;
  /** The file has no valid VR (PS3.5 6.2); `vr` is the one that is used instead. */
  readonly hasInvalidVR: boolean;
  readonly length: number;
  readonly start: number;
  readonly valueStart: number;
}

/**
 * Reads the header of an element or delimiter at `at`; `end` is the end of the surrounding item or
 * data set. Throws SkippedFileError MALFORMED or TRUNCATED.
 */
export function readHead(
  window: ByteWindow,
  at: number,
  end: number,
  { littleEndian, explicitVR }: Encoding,
): ElementHead {
  if (at + 8 > end) throw malformed(at, "the surrounding item or sequence ends inside an element");
  const bytes = window.load(at, at + 8);
  if (!bytes) throw truncated(at);
  const tag = readTag(bytes, at, littleEndian);
  if (!explicitVR || tag >>> 16 === 0xfffe) {
    const length = bytes.uint32(at + 4, littleEndian);
    return headOf(tag, impliedVR(tag), at, at + 8, length);
  }
  const vr = standardVR(bytes.uint16(at + 4, false));
  if (vr === undefined) return headOfInvalidVR(window, bytes, at, end, littleEndian);
  if (!isLongVR(vr)) {
    const length = bytes.uint16(at + 6, littleEndian);
    return headOf(tag, vr, at, at + 8, length);
  }
  const long = window.load(at, at + 12);
  if (!long) throw truncated(at);
  const length = long.uint32(at + 8, littleEndian);
  return headOf(tag, vr, at, at + 12, length);
}

function headOf(
  tag: number,
  vr: string,
  start: number,
  valueStart: number,
  length: number,
): ElementHead {
  return { tag, vr, hasInvalidVR: false, length, start, valueStart };
}

/**
 * Two capital letters that are not a VR today are read with a 32-bit length, as future VRs will be.
 */
function headOfInvalidVR(
  window: ByteWindow,
  bytes: LoadedBytes,
  at: number,
  end: number,
  littleEndian: boolean,
): ElementHead {
  const tag = readTag(bytes, at, littleEndian);
  const extent = extentOfInvalidVR(window, bytes, at, end, littleEndian);
  const head = { tag, vr: repairedVR(tag, littleEndian), hasInvalidVR: true, start: at };
  if (extent) return { ...head, ...extent };
  const letters = bytes.uint16(at + 4, false);
  const isOfTheFuture = [letters >>> 8, letters & 0xff].every((code) => code >= 65 && code <= 90);
  if (!isOfTheFuture) throw malformed(at, "an element has no value representation");
  const long = window.load(at, at + 12);
  if (!long) throw truncated(at);
  return { ...head, length: long.uint32(at + 8, littleEndian), valueStart: at + 12 };
}

export function malformed(at: number, what: string): SkippedFileError {
  return new SkippedFileError("MALFORMED", `${what} (byte ${at})`);
}

export function truncated(at: number): SkippedFileError {
  return new SkippedFileError("TRUNCATED", `the file ends inside the element at byte ${at}`);
}
