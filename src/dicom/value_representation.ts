import { type Element, isPixelData } from "./element.ts";

/** VRs whose explicit form has a 16-bit length; all others have a 32-bit one (PS3.5 7.1.2). */
const shortVRs = new Set(
  "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split(" "),
);

const longVRs = "OB OD OF OL OV OW SQ SV UC UN UR UT UV".split(" ");

/** The VRs of the standard by their two letters as a big endian number (PS3.5 6.2). */
const vrByLetters = new Map(
  [...shortVRs, ...longVRs].map((vr) => [vr.charCodeAt(0) << 8 | vr.charCodeAt(1), vr]),
);

/** The VR of two letters given as a big endian number; undefined if there is no such VR. */
export function standardVR(letters: number): string | undefined {
  return vrByLetters.get(letters);
}

/** Whether a VR has a 32-bit length field; future VRs will have one too. */
export function isLongVR(vr: string): boolean {
  return !shortVRs.has(vr);
}

const bulkVRs = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "UN"]);
const longest = 64 << 10;

/** Whether values of a VR are plain bytes, neither text nor numbers. */
export function isBulkVR(vr: string): boolean {
  return bulkVRs.has(vr);
}

/** Whether a value is pixel data or longer than 64 KiB, which counts as bulk data. */
export function isBulky({ tag, valueStart, valueEnd }: Element): boolean {
  return isPixelData(tag) || valueEnd - valueStart > longest;
}
