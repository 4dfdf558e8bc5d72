import { SkippedFileError } from "../errors.ts";
import type { ByteWindow } from "./byte_window.ts";
import { impliedVR } from "./dictionary.ts";
import type { Encoding } from "./element.ts";
import { isLongVR, standardVR } from "./value_representation.ts";

export const undefinedLength = 0xffffffff;

/** What precedes a value: tag, VR and length (PS3.5 7.1). */
export interface ElementHead {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  readonly start: number;
  readonly valueStart: number;
}

/**
 * Reads the head of an element or delimiter at `at`; `end` is where what holds it ends.
 * Throws SkippedFileError MALFORMED or TRUNCATED.
 */
export function readHead(
  window: ByteWindow,
  at: number,
  end: number,
  { littleEndian, explicitVR }: Encoding,
): ElementHead {
  if (at + 8 > end) throw malformed(at, "what holds an element ends inside it");
  if (!window.has(at, at + 8)) throw truncated(at);
  const tag = readTag(window, at, littleEndian);
  if (!explicitVR || tag >>> 16 === 0xfffe) {
    const length = window.uint32(at + 4, littleEndian);
    return { tag, vr: impliedVR(tag), length, start: at, valueStart: at + 8 };
  }
  const vr = readVR(window, at);
  if (!isLongVR(vr)) {
    const length = window.uint16(at + 6, littleEndian);
    return { tag, vr, length, start: at, valueStart: at + 8 };
  }
  if (!window.has(at, at + 12)) throw truncated(at);
  const length = window.uint32(at + 8, littleEndian);
  return { tag, vr, length, start: at, valueStart: at + 12 };
}

/** The tag at `at`, which must be loaded, as `0xGGGGEEEE`. */
export function readTag(window: ByteWindow, at: number, littleEndian: boolean): number {
  return window.uint16(at, littleEndian) * 0x10000 + window.uint16(at + 2, littleEndian);
}

function readVR(window: ByteWindow, at: number): string {
  const letters = window.uint16(at + 4, false);
  const vr = standardVR(letters);
  if (vr) return vr;
  const unknown = String.fromCharCode(letters >>> 8, letters & 0xff);
  if (!/^[A-Z]{2}$/.test(unknown)) throw malformed(at, "an element has no value representation");
  return unknown;
}

export function malformed(at: number, what: string): SkippedFileError {
  return new SkippedFileError("MALFORMED", `${what} (byte ${at})`);
}

export function truncated(at: number): SkippedFileError {
  return new SkippedFileError("TRUNCATED", `the file ends inside the element at byte ${at}`);
}
