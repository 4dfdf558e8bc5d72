import type { Element } from "./element.ts";
import { isPixelData } from "./pixel_data.ts";

const bulkVRs = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "UN"]);
const longest = 64 << 10;

/** Whether values of a VR are bytes that nobody reads as text or numbers. */
export function isBulkVR(vr: string): boolean {
  return bulkVRs.has(vr);
}

/** Whether a value is pixel data, or too long (64 KiB) to be anything but bulk data. */
export function isBulky({ tag, valueStart, valueEnd }: Element): boolean {
  return isPixelData(tag) || valueEnd - valueStart > longest;
}
