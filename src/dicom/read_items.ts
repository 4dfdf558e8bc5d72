import type { ByteWindow } from "./byte_window.ts";
import { itemTag, undefinedLength } from "./delimiters.ts";
import type { Element, Encoding, Item } from "./element.ts";
import { endOfItem, endOfSequence } from "./item_ends.ts";
import { type ElementHead, malformed, readHead } from "./read_head.ts";
import { readTag } from "./read_tag.ts";
import type { Repair } from "./repairs.ts";
import type { WalkLimits } from "./walk_limits.ts";

/** The items of a sequence, and its end. */
export interface Items {
  readonly items: readonly Item[];
  readonly contentEnd: number;
  /** The offset after its delimiter, if it has one. */
  readonly next: number;
  readonly isSound: boolean;
}

/**
 * The range of a sequence: its value, or the longest possible range until its delimiter is found.
 */
export interface SequencePlace {
  readonly start: number;
  readonly end: number;
  readonly isDelimited: boolean;
  readonly encoding: Encoding;
  readonly depth: number;
}

/** What {@link readItems} needs. */
export interface Reading {
  readonly window: ByteWindow;
  readonly limits: WalkLimits;
  readonly note: (repair: Repair) => void;
  /** Reads the element at `at` of an item that ends at `end`. */
  readonly element: (at: number, end: number, encoding: Encoding, depth: number) => Element;
}

/** Reads the items of a sequence (PS3.5 7.5). Throws SkippedFileError. */
export function readItems(reading: Reading, place: SequencePlace): Items {
  const { window, limits, note } = reading;
  const { start, end, isDelimited, encoding, depth } = place;
  limits.descend(depth);
  const items: Item[] = [];
  let [at, isSound] = [start, true];
  while (at < end) {
    const bytes = at + 8 <= end ? window.load(at, at + 8) : undefined;
    const isItem = bytes !== undefined && readTag(bytes, at, encoding.littleEndian) === itemTag;
    const ended = isItem
      ? undefined
      : endOfSequence(window, { at, limit: end, encoding }, isDelimited);
    if (ended?.repair) {
      note(ended.repair);
      isSound = false;
    }
    if (ended && !ended.isStray) return { items, contentEnd: at, next: ended.next, isSound };
    limits.count("items", depth);
    if (ended) {
      at = ended.next;
      continue;
    }
    const head = readHead(window, at, end, encoding);
    if (!isItem) throw malformed(at, "a sequence contains something other than items");
    const item = readItem(reading, head, place);
    items.push(item);
    isSound &&= item.isSound;
    at = item.end;
  }
  if (isDelimited) note("MISSING_DELIMITER");
  return { items, contentEnd: at, next: at, isSound: isSound && !isDelimited };
}

function readItem(
  { window, note, element: readElement }: Reading,
  { start, valueStart: contentStart, length }: ElementHead,
  { end, encoding, depth }: SequencePlace,
): Item {
  const isDelimited = length === undefinedLength;
  const limit = isDelimited ? end : contentStart + length;
  if (limit > end) throw malformed(start, "an item is longer than its sequence");
  const elements: Element[] = [];
  const item = { start, contentStart, encoding, elements };
  let [at, isSound] = [contentStart, true];
  while (isDelimited || at < limit) {
    const ended = isDelimited ? endOfItem(window, { at, limit, encoding }) : undefined;
    if (ended) {
      if (ended.repair) note(ended.repair);
      return { ...item, contentEnd: at, end: ended.next, isSound: isSound && !ended.repair };
    }
    const element = readElement(at, limit, encoding, depth);
    elements.push(element);
    isSound &&= element.isSound;
    at = element.end;
  }
  return { ...item, contentEnd: at, end: at, isSound };
}
