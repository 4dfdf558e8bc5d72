import { type Element, type Encoding, isPixelData, type Item } from "../element.ts";
import type { ByteWindow } from "./byte_window.ts";
import type { Header } from "./header.ts";

/** Larger sequences and values are read again, which takes less time than a comparison. */
const [mostOfSequence, mostOfValue] = [64 << 10, 1 << 10];
/** A larger header is not kept. */
const mostKept = 1 << 20;
const noBytes = new Uint8Array(0);

/** A cursor over the elements of an earlier file. */
export interface EarlierElements {
  /** The element that has exactly the bytes from `at` on; undefined if they differ. */
  take(at: number): Element | undefined;
  /** Continues with the element after this tag. */
  skip(tag: number): void;
}

/**
 * The header that was read before. Most elements of the next image of a series have the same bytes,
 * and the same bytes are read in the same way. A header that needed repairs is not used, nor a
 * sequence that was written as UN, because what follows decides how they are read.
 */
export class EarlierHeader {
  readonly #bytes: Uint8Array;
  readonly #all: readonly Element[];
  readonly #encoding: Encoding;

  constructor({ window, elements, facts }: Header) {
    this.#bytes = window.first.length <= mostKept ? window.first : noBytes;
    this.#encoding = facts.encoding;
    this.#all = facts.repairs.size > 0 ? [] : repeatable(elements, this.#bytes.length);
  }

  /** Starts with the first element. `window` is that of the next file. */
  elements(
    window: ByteWindow,
    { littleEndian, explicitVR }: Encoding,
  ): EarlierElements | undefined {
    const [earlier, all] = [this.#bytes, this.#all];
    const isSame = this.#encoding.littleEndian === littleEndian &&
      this.#encoding.explicitVR === explicitVR;
    if (!isSame) return undefined;
    let next = 0;
    let bytes = window.first;
    return {
      take(at): Element | undefined {
        const known = all[next];
        if (!known) return undefined;
        const { start, end } = known;
        const size = end - start;
        if (at + size > bytes.length) bytes = window.has(at, at + size) ? window.first : noBytes;
        if (at + size > bytes.length) return undefined;
        for (let byte = 0; byte < size; byte++) {
          if (bytes[at + byte] !== earlier[start + byte]) return undefined;
        }
        next++;
        return at === start ? known : moved(known, at - start);
      },
      skip(tag): void {
        while ((all[next]?.tag ?? Infinity) <= tag) next++;
      },
    };
  }
}

function repeatable(elements: readonly Element[], size: number): Element[] {
  const found: Element[] = [];
  for (const one of elements) {
    const { tag, start, end, isSound, items } = one;
    if (isPixelData(tag)) break;
    if (!isSound || end > size || end - start > (items ? mostOfSequence : mostOfValue)) continue;
    if (!items || !hasUnknown(one)) found.push(one);
  }
  return found;
}

function hasUnknown({ vr, items }: Element): boolean {
  return items !== undefined &&
    (vr === "UN" || items.some(({ elements }) => elements.some(hasUnknown)));
}

/** The same element, `by` bytes farther from the start. */
function moved(element: Element, by: number): Element {
  return {
    tag: element.tag,
    vr: element.vr,
    start: element.start + by,
    valueStart: element.valueStart + by,
    valueEnd: element.valueEnd + by,
    end: element.end + by,
    isSound: element.isSound,
    items: element.items?.map((item) => movedItem(item, by)),
    isEncapsulated: false,
    origin: element.origin ?? element,
  };
}

function movedItem(item: Item, by: number): Item {
  return {
    start: item.start + by,
    contentStart: item.contentStart + by,
    contentEnd: item.contentEnd + by,
    end: item.end + by,
    encoding: item.encoding,
    elements: item.elements.map((element) => moved(element, by)),
    isSound: item.isSound,
  };
}
