import type { Element, Encoding } from "./element.ts";
import { readFragments } from "./fragments.ts";
import { type ElementHead, malformed } from "./read_head.ts";
import type { Reading } from "./read_items.ts";

/**
 * Reads encapsulated pixel data. Its VR is OB (PS3.5 A.4), even if the file has another one. Throws
 * SkippedFileError.
 */
export function encapsulated(
  { window, limits, note }: Reading,
  { tag, vr, start, valueStart, hasInvalidVR }: ElementHead,
  end: number,
  encoding: Encoding,
): Element {
  const count = (): void => limits.count("fragments");
  const { fragments, repairs, ...value } = readFragments(window, valueStart, encoding, count);
  if (value.end > end) {
    throw malformed(start, "a value is longer than the surrounding item or sequence");
  }
  const hasNoVR = encoding.explicitVR && (hasInvalidVR || vr === "UN");
  for (const repair of repairs) note(repair);
  if (hasNoVR) note("INVALID_VR");
  const isSound = repairs.length === 0 && !hasNoVR;
  return {
    tag,
    start,
    valueStart,
    ...value,
    vr: hasNoVR ? "OB" : vr,
    items: undefined,
    isEncapsulated: true,
    isSound,
    ...(isSound ? {} : { fragments }),
  };
}
