import type { Element } from "../dicom/element.ts";

/**
 * OverlayData, and the attributes of a plane in unused bits of the pixels (BitsAllocated,
 * BitPosition).
 */
const overlayBits = new Set([0x3000, 0x0100, 0x0102]);

/** The groups of overlay planes that have data, in a data set or item. */
export function overlayPlanes(elements: readonly Element[]): ReadonlySet<number> {
  return new Set(
    elements.filter(({ tag }) => isOverlay(tag) && overlayBits.has(tag & 0xffff))
      .map(({ tag }) => tag >>> 16),
  );
}

function isOverlay(tag: number): boolean {
  return tag >>> 24 === 0x60 && (tag & 0x10000) === 0;
}
