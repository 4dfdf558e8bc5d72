import type { Element } from "./element.ts";
import { isPixelData } from "./pixel_data.ts";

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
