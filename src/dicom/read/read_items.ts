import {
  type Element,
  type Encoding,
  type Item,
  itemDelimitation,
  itemTag,
  sequenceDelimitation,
  undefinedLength,
} from "../element.ts";
import { type ByteWindow, readTag } from "./byte_window.ts";
import { type ElementHead, malformed, readHead, truncated } from "./read_head.ts";
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

/** The end of an item or a sequence, and the repair that it needs. */
export interface End {
  /** The offset after its delimiter. */
  readonly next: number;
  readonly repair?: Repair;
}

/** An offset, and the end of the surrounding item or sequence (Infinity if it is not known). */
export interface Place {
  readonly at: number;
  readonly limit: number;
  readonly encoding: Encoding;
}

/**
 * Whether an item of undefined length ends at an offset (PS3.5 7.5). A sequence delimiter counts as
 * the delimiter of the item if the sequence continues after it. Throws SkippedFileError TRUNCATED.
 */
function endOfItem(window: ByteWindow, place: Place): End | undefined {
  const { at, limit } = place;
  if (at === limit) return { next: at, repair: "MISSING_DELIMITER" };
  switch (tagAt(window, place, true)) {
    case itemDelimitation:
      return { next: at + 8 };
    case itemTag:
      return { next: at, repair: "MISSING_DELIMITER" };
    case sequenceDelimitation:
      return sequenceGoesOn(window, { ...place, at: at + 8 }) || at + 8 === limit
        ? { next: at + 8, repair: "WRONG_DELIMITER" }
        : { next: at, repair: "MISSING_DELIMITER" };
  }
  return undefined;
}

/**
 * Whether a sequence ends at an offset where no item starts. An item delimiter ends it, unless the
 * sequence continues after it (`isStray`).
 */
function endOfSequence(
  window: ByteWindow,
  place: Place,
  isDelimited: boolean,
): (End & { readonly isStray?: true }) | undefined {
  const { at, limit } = place;
  const wrong = { next: at + 8, repair: "WRONG_DELIMITER" } as const;
  switch (tagAt(window, place, true)) {
    case sequenceDelimitation:
      if (isDelimited) return { next: at + 8 };
      return at + 8 === limit ? wrong : undefined;
    case itemDelimitation: {
      const isStray = sequenceGoesOn(window, { ...place, at: at + 8 });
      if (isStray) return { ...wrong, isStray };
      return isDelimited || at + 8 === limit ? wrong : undefined;
    }
  }
  return undefined;
}

function sequenceGoesOn(window: ByteWindow, place: Place): boolean {
  const tag = tagAt(window, place, false);
  return tag === itemTag || tag === sequenceDelimitation;
}

function tagAt(
  window: ByteWindow,
  { at, limit, encoding }: Place,
  isRequired: boolean,
): number | undefined {
  if (at + 8 > limit) return undefined;
  const bytes = window.load(at, at + 8);
  if (bytes) return readTag(bytes, at, encoding.littleEndian);
  if (isRequired) throw truncated(at);
  return undefined;
}
