import { isPrivateCreator } from "../../dicom/dictionary.ts";
import type { Element, Item } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import { decodeNumbers } from "../../dicom/text/decode_numbers.ts";
import { latinText, trimPadding } from "../../dicom/text/decode_text.ts";
import list from "./known_creators.txt" with { type: "text" };

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
    const name = trimPadding(latinText(header.value(creator)));
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

const longestValue = 4096;

/**
 * What a data set can declare about a private element and its de-identification (PS3.3 C.12.1.1.7).
 */
export type DeclaredAction = "safe" | "unsafe" | "D" | "Z" | "X" | "U";

interface Block {
  readonly status: string;
  readonly safe: ReadonlySet<number>;
  readonly actions: ReadonlyMap<number, DeclaredAction>;
}

/**
 * What a data set declares about its private blocks in PrivateDataElementCharacteristicsSequence:
 * safe and unsafe blocks, nonidentifying elements, and actions for the others.
 */
export class BlockCharacteristics {
  readonly #blocks = new Map<string, Block>();

  constructor(readonly header: Header) {
    const sequence = header.find(Tag.PrivateDataElementCharacteristicsSequence);
    for (const item of sequence?.items ?? []) {
      const [group] = this.#numbers(item, Tag.PrivateGroupReference);
      const creator = this.creatorOf(item);
      if (group === undefined || creator === "") continue;
      const known = this.#blocks.get(`${group} ${creator}`);
      this.#blocks.set(`${group} ${creator}`, merged(known, this.#block(item)));
    }
  }

  /** Undefined if the data set declares nothing about the element. */
  find(creator: string, tag: number): DeclaredAction | undefined {
    const block = this.#blocks.get(`${tag >>> 16} ${creator}`);
    if (!block) return undefined;
    const action = block.actions.get(tag & 0xff);
    if (action) return action;
    if (block.status === "SAFE") return "safe";
    if (block.status === "UNSAFE") return "unsafe";
    return block.status === "MIXED" && block.safe.has(tag & 0xff) ? "safe" : undefined;
  }

  /** The creator of the block that an item describes; empty if it names none. */
  creatorOf(item: Item): string {
    return this.#text(item, Tag.PrivateCreatorReference);
  }

  #block(item: Item): Block {
    const actions = new Map<number, DeclaredAction>();
    const sequence = item.elements.find(({ tag }) => tag === Tag.DeidentificationActionSequence);
    for (const inner of sequence?.items ?? []) {
      const action = declaredAction(this.#text(inner, Tag.DeidentificationAction));
      for (const element of this.#numbers(inner, Tag.IdentifyingPrivateElements)) {
        actions.set(element & 0xff, action);
      }
    }
    const safe = this.#numbers(item, Tag.NonidentifyingPrivateElements).map((one) => one & 0xff);
    const status = this.#text(item, Tag.BlockIdentifyingInformationStatus);
    return { status, safe: new Set(safe), actions };
  }

  #numbers(item: Item, tag: number): number[] {
    const element = valueOf(item, tag);
    if (!element) return [];
    const isLittle = element.vr === "UN" || item.encoding.littleEndian;
    return decodeNumbers(this.header.value(element), "US", isLittle);
  }

  #text(item: Item, tag: number): string {
    const element = valueOf(item, tag);
    return element ? trimPadding(latinText(this.header.value(element))) : "";
  }
}

function valueOf({ elements }: Item, tag: number): Element | undefined {
  const element = elements.find((one) => one.tag === tag);
  const isShort = element && element.valueEnd - element.valueStart <= longestValue;
  return isShort && !element.items ? element : undefined;
}

/** An action that is not one of the four, or is missing, removes the element. */
function declaredAction(text: string): DeclaredAction {
  return text === "D" || text === "Z" || text === "U" ? text : "X";
}

/** If two items describe one block, an element is safe only if both declare it safe. */
function merged(known: Block | undefined, block: Block): Block {
  if (!known) return block;
  return {
    status: known.status === block.status ? block.status : "UNSAFE",
    safe: known.safe.intersection(block.safe),
    actions: new Map([...known.actions, ...block.actions]),
  };
}

const known = new Set(list.split("\n").filter((line) => line !== "" && !line.startsWith("#")));

/**
 * Whether a private creator was published by its manufacturer, so that it does not name a person.
 */
export function isKnownCreator(creator: string): boolean {
  return known.has(creator);
}
