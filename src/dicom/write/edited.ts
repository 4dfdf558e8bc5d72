import type { Element, Encoding, Item } from "../element.ts";
import { textBytes } from "../small_bytes.ts";

/**
 * An element of the data set to write, in tag order: a kept element refers to the bytes of the
 * source that are copied; only the others have a new value.
 */
export type EditedElement = KeptElement | MadeElement | EditedSequence;

/** An element that is copied byte by byte, including its items. */
export interface KeptElement {
  readonly kept: Element;
  /** Changes the value while it is copied, part by part, in the byte order of the source. */
  readonly edit?: EditBytes;
}

/**
 * Changes a part of a value in place; `offset` is the offset of the part in the value. Every part
 * except the last has an even number of bytes.
 */
export type EditBytes = (part: Uint8Array, offset: number) => void;

/** An element with a new value. */
export interface MadeElement {
  readonly tag: number;
  readonly vr: string;
  /** In little endian, without padding. */
  readonly value: Uint8Array;
  /**
   * Of encapsulated pixel data, whose value is the offset table (PS3.5 A.4). They can be made while
   * they are written.
   */
  readonly fragments?: Iterable<Uint8Array>;
}

/** A sequence with edited content; it is written with undefined length (PS3.5 7.5.2). */
export interface EditedSequence {
  readonly tag: number;
  readonly vr: string;
  readonly items: readonly EditedItem[];
}

export interface EditedItem {
  /** The source item, which gives character set and encoding; undefined for a new item. */
  readonly source: Item | undefined;
  /** Undefined if the whole item is copied byte by byte. */
  readonly elements: readonly EditedElement[] | undefined;
}

/** Receives the bytes of a spliced data set, in order. */
export interface SpliceTarget {
  /** Bytes `from` to `to` of the source's stream; offsets only increase. */
  copy(from: number, to: number): void;
  /** Like `copy`, but edited. */
  copyEdited(from: number, to: number, edit: EditBytes): void;
  write(bytes: Uint8Array): void;
}

/** The tag of an element, kept or new. */
export function tagOfEdited(element: EditedElement): number {
  return "kept" in element ? element.kept.tag : element.tag;
}

/** Puts each new element before the first of a higher tag, and leaves the order of the others. */
export function insertInOrder(
  elements: readonly EditedElement[],
  added: readonly EditedElement[],
): EditedElement[] {
  const waiting = added.toSorted((a, b) => tagOfEdited(a) - tagOfEdited(b));
  const result: EditedElement[] = [];
  let at = 0;
  for (const element of elements) {
    for (let next = waiting[at]; next && tagOfEdited(next) < tagOfEdited(element);) {
      result.push(next);
      next = waiting[++at];
    }
    result.push(element);
  }
  return [...result, ...waiting.slice(at)];
}

/** An element of ASCII text. */
export function madeText(tag: number, vr: string, text: string): MadeElement {
  return { tag, vr, value: textBytes(text) };
}

/** The VR of a rewritten sequence: `UN` only if its items have another encoding. */
export function sequenceVR(sequence: Element, encoding: Encoding): string {
  const inside = sequence.items?.[0]?.encoding;
  const differs = inside !== undefined &&
    (inside.explicitVR !== encoding.explicitVR || inside.littleEndian !== encoding.littleEndian);
  return sequence.vr === "UN" && differs ? "UN" : "SQ";
}
