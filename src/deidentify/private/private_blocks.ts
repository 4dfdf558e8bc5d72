import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/header.ts";
import { isPrivateCreator } from "../../dicom/dictionary.ts";
import { latinText } from "../../dicom/latin_text.ts";
import { withoutPadding } from "../../dicom/without_padding.ts";

/** A block of private elements in one data set or item (PS3.5 7.8.1). */
export interface PrivateBlock {
  readonly creator: Element;
  readonly name: string;
}

const longestCreator = 64;

/** The blocks of a data set or item, by {@link blockOf} of the elements in them. */
export function privateBlocks(
  header: Header,
  elements: readonly Element[],
): ReadonlyMap<number, PrivateBlock> {
  const blocks = new Map<number, PrivateBlock>();
  for (const creator of elements) {
    if (!isPrivateCreator(creator.tag) || creator.items) continue;
    if (creator.valueEnd - creator.valueStart > longestCreator) continue;
    const name = withoutPadding(latinText(header.value(creator)));
    if (name !== "") blocks.set(blockOfCreator(creator.tag), { creator, name });
  }
  return blocks;
}

/** Whether an element is in a private group. */
export function isPrivate(tag: number): boolean {
  return (tag & 0x10000) !== 0;
}

/** The block that an element is in: its group and the high byte of its element number. */
export function blockOf(tag: number): number {
  return tag >>> 8;
}

/** The block that a creator reserves. */
export function blockOfCreator(tag: number): number {
  return (tag >>> 16) * 0x100 + (tag & 0xff);
}
