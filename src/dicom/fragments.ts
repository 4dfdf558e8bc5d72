import type { ByteWindow } from "./byte_window.ts";
import type { Encoding } from "./element.ts";
import { malformed, readTag, truncated, undefinedLength } from "./read_head.ts";

export const itemTag = 0xfffee000;
export const itemDelimitation = 0xfffee00d;
export const sequenceDelimitation = 0xfffee0dd;

/** Pixel data of every kind: whole numbers, floats, doubles (PS3.3 C.7.6.3, C.7.6.24). */
export function isPixelData(tag: number): boolean {
  return tag === 0x7fe00010 || tag === 0x7fe00008 || tag === 0x7fe00009;
}

/**
 * Where encapsulated pixel data end (PS3.5 A.4): the offset of their sequence delimitation.
 * Only the heads of the fragments are looked at; `count` is called for each. Throws
 * SkippedFileError MALFORMED or TRUNCATED.
 */
export function endOfFragments(
  window: ByteWindow,
  valueStart: number,
  { littleEndian }: Encoding,
  count: () => void,
): number {
  for (let at = valueStart;;) {
    count();
    if (!window.glance(at, at + 8)) throw truncated(at);
    const tag = readTag(window, at, littleEndian);
    const length = window.uint32(at + 4, littleEndian);
    if (tag === sequenceDelimitation) return at;
    if (tag !== itemTag || length === undefinedLength) {
      throw malformed(at, "pixel data hold something else than fragments");
    }
    at += 8 + length;
  }
}
