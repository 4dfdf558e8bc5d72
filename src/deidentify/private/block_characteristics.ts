import { decodeNumbers } from "../../dicom/decode_numbers.ts";
import type { Element, Item } from "../../dicom/element.ts";
import type { Header } from "../../dicom/header.ts";
import { latinText } from "../../dicom/latin_text.ts";
import { withoutPadding } from "../../dicom/without_padding.ts";
import * as Tag from "../../dicom/tag.ts";

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
    return element ? withoutPadding(latinText(this.header.value(element))) : "";
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
