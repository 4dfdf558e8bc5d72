import type { Element } from "../../dicom/element.ts";
import type { MadeElement } from "../../dicom/write/edited.ts";

const itemHead = 8;

/** One fragment for each frame, with these lengths, and the basic offset table (PS3.5 A.4). */
export function encapsulate(
  { tag }: Element,
  lengths: readonly number[],
  fragments: Iterable<Uint8Array>,
): MadeElement {
  const value = new Uint8Array(4 * lengths.length);
  const offsets = new DataView(value.buffer);
  let next = 0;
  for (const [index, length] of lengths.entries()) {
    offsets.setUint32(4 * index, next, true);
    next += itemHead + length + length % 2;
  }
  return { tag, vr: "OB", value, fragments };
}
