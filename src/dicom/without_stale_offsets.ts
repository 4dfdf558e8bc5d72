import { type EditedElement, tagOfEdited } from "./edited.ts";
import type { Header } from "./header.ts";
import { isPixelData } from "./pixel_data.ts";
import * as Tag from "./tag.ts";

/** ExtendedOffsetTable and ExtendedOffsetTableLengths (PS3.3 C.7.6.3.1.8), which are optional. */
const extendedOffsets = new Set([Tag.ExtendedOffsetTable, Tag.ExtendedOffsetTableLengths]);

/** Removes the extended offset tables if padding has moved the fragments. */
export function withoutStaleOffsets(
  header: Header,
  elements: readonly EditedElement[],
): readonly EditedElement[] {
  const fragments = header.elements.find(({ tag }) => isPixelData(tag))?.fragments ?? [];
  const isMoved = fragments.some(({ start, end }) => (end - start) % 2 === 1);
  return isMoved ? elements.filter((one) => !extendedOffsets.has(tagOfEdited(one))) : elements;
}
