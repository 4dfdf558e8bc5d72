import { SkippedFileError } from "../errors.ts";
import type { ByteWindow } from "./byte_window.ts";
import type { Element, Encoding, Item } from "./element.ts";
import {
  endOfFragments,
  isPixelData,
  itemDelimitation,
  itemTag,
  sequenceDelimitation,
} from "./fragments.ts";
import { isCutOff, isPadding } from "./padding.ts";
import {
  type ElementHead,
  malformed,
  readHead,
  readTag,
  truncated,
  undefinedLength,
} from "./read_head.ts";
import { encodingInsideUN, isKnownSequence } from "./unknown_sequence.ts";
import { jumpsOver, WalkLimits } from "./walk_limits.ts";

const explicitLittle: Encoding = { littleEndian: true, explicitVR: true };

/**
 * Walks the elements of a data set (PS3.5 7), sequences at any depth included, within the
 * bounds of WalkLimits. Throws SkippedFileError MALFORMED, TRUNCATED or TOO_COMPLEX
 * with the offset, never with a value.
 */
export class Walker {
  readonly #limits = new WalkLimits();

  constructor(readonly window: ByteWindow) {}

  /**
   * The elements from `start` to the end of the stream. Zeros after the last element are padding;
   * so is whatever follows pixel data and does not read as an element of a higher tag.
   */
  dataSet(start: number, encoding: Encoding): Element[] {
    const elements: Element[] = [];
    let at = start;
    while (this.window.has(at, at + 8)) {
      const last = elements.at(-1);
      if (last && isPadding(this.window, at)) return elements;
      const element = last && isPixelData(last.tag)
        ? this.#elementOrPadding(at, encoding, last.tag)
        : this.#element(at, Infinity, encoding, 0);
      if (!element) return elements;
      elements.push(element);
      at = element.end;
    }
    if (!elements.some(({ tag }) => isPixelData(tag)) && isCutOff(this.window, at)) {
      throw truncated(at);
    }
    return elements;
  }

  /** The elements of group 0002 from `start` on, explicit little endian (PS3.10 7.1). */
  fileMeta(start: number): Element[] {
    const elements: Element[] = [];
    let at = start;
    while (this.window.has(at, at + 8) && this.window.uint16(at, true) === 2) {
      const element = this.#element(at, Infinity, explicitLittle, 0);
      elements.push(element);
      at = element.end;
    }
    return elements;
  }

  #elementOrPadding(at: number, encoding: Encoding, after: number): Element | undefined {
    if (readTag(this.window, at, encoding.littleEndian) <= after) return undefined;
    try {
      return this.#element(at, Infinity, encoding, 0);
    } catch (error) {
      if (error instanceof SkippedFileError && error.code !== "TOO_COMPLEX") return undefined;
      throw error;
    }
  }

  #element(at: number, end: number, encoding: Encoding, depth: number): Element {
    this.#limits.count("elements");
    const head = readHead(this.window, at, end, encoding);
    const { tag, vr, start, valueStart, length } = head;
    if (tag >>> 16 === 0xfffe) throw malformed(at, "a delimiter stands where an element should");
    if (length === undefinedLength) return this.#undefinedLength(head, end, encoding, depth);
    const valueEnd = valueStart + length;
    if (valueEnd > end) throw malformed(at, "a value is longer than what holds it");
    const plain = { tag, vr, start, valueStart, valueEnd, end: valueEnd, items: undefined };
    if (depth === 0 && jumpsOver(head)) {
      if (length > 0 && !this.window.glance(valueEnd - 1, valueEnd)) throw truncated(at);
      return plain;
    }
    if (!this.window.has(valueStart, valueEnd)) throw truncated(at);
    const items = this.#definedItems(head, valueEnd, encoding, depth);
    return items ? { ...plain, items } : plain;
  }

  #undefinedLength(head: ElementHead, end: number, encoding: Encoding, depth: number): Element {
    const { tag, vr, start, valueStart } = head;
    if (isPixelData(tag)) return this.#fragments(head, end, encoding);
    if (encoding.explicitVR && vr !== "SQ" && vr !== "UN") {
      throw malformed(start, "a value other than a sequence has no length");
    }
    const inside = this.#encodingInside(head, end, encoding);
    const { items, contentEnd, next } = this.#items(valueStart, end, true, inside, depth + 1);
    return { tag, vr, start, valueStart, valueEnd: contentEnd, end: next, items };
  }

  /**
   * The items of a sequence with a length. What nobody knows (`UN`) is one if it reads as items
   * to its last byte; what is known to be one must.
   */
  #definedItems(
    head: ElementHead,
    valueEnd: number,
    encoding: Encoding,
    depth: number,
  ): Item[] | undefined {
    const { tag, vr, valueStart } = head;
    const inside = this.#encodingInside(head, valueEnd, encoding);
    if (isKnownSequence(tag, vr)) {
      return this.#items(valueStart, valueEnd, false, inside, depth + 1).items;
    }
    if (vr !== "UN" || valueEnd - valueStart < 8) return undefined;
    if (readTag(this.window, valueStart, inside.littleEndian) !== itemTag) return undefined;
    try {
      return this.#items(valueStart, valueEnd, false, inside, depth + 1).items;
    } catch (error) {
      if (error instanceof SkippedFileError && error.code !== "TOO_COMPLEX") return undefined;
      throw error;
    }
  }

  #encodingInside({ vr, valueStart }: ElementHead, end: number, encoding: Encoding): Encoding {
    return vr === "UN" && encoding.explicitVR
      ? encodingInsideUN(this.window, valueStart, end)
      : encoding;
  }

  #items(
    start: number,
    end: number,
    delimited: boolean,
    encoding: Encoding,
    depth: number,
  ): { items: Item[]; contentEnd: number; next: number } {
    this.#limits.descend(depth);
    const items: Item[] = [];
    let at = start;
    while (at < end) {
      const head = readHead(this.window, at, end, encoding);
      if (delimited && head.tag === sequenceDelimitation) {
        return { items, contentEnd: at, next: at + 8 };
      }
      if (head.tag !== itemTag) throw malformed(at, "a sequence holds something else than items");
      this.#limits.count("items");
      const item = this.#item(head, end, encoding, depth);
      items.push(item);
      at = item.end;
    }
    if (delimited) throw malformed(start, "a sequence does not end");
    return { items, contentEnd: at, next: at };
  }

  #item(head: ElementHead, end: number, encoding: Encoding, depth: number): Item {
    const { start, valueStart: contentStart, length } = head;
    const delimited = length === undefinedLength;
    const limit = delimited ? end : contentStart + length;
    if (limit > end) throw malformed(start, "an item is longer than its sequence");
    const elements: Element[] = [];
    let at = contentStart;
    while (delimited || at < limit) {
      if (delimited && this.#isItemEnd(at, encoding)) {
        return { start, contentStart, contentEnd: at, end: at + 8, encoding, elements };
      }
      const element = this.#element(at, limit, encoding, depth);
      elements.push(element);
      at = element.end;
    }
    return { start, contentStart, contentEnd: at, end: at, encoding, elements };
  }

  #isItemEnd(at: number, { littleEndian }: Encoding): boolean {
    if (!this.window.has(at, at + 8)) throw truncated(at);
    return readTag(this.window, at, littleEndian) === itemDelimitation;
  }

  #fragments(head: ElementHead, end: number, encoding: Encoding): Element {
    const countFragment = (): void => this.#limits.count("fragments");
    const valueEnd = endOfFragments(this.window, head.valueStart, encoding, countFragment);
    if (valueEnd + 8 > end) throw malformed(head.start, "a value is longer than what holds it");
    return { ...head, valueEnd, end: valueEnd + 8, items: undefined };
  }
}
