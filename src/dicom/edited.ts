import type { Element, Encoding, Item } from "./element.ts";
import { textBytes } from "./text_bytes.ts";

/**
 * The data set that is to be written, as it differs from its source: whatever is kept names
 * the bytes it is copied from, and only the rest is made anew. In tag order.
 */
export type EditedElement = KeptElement | MadeElement | EditedSequence;

/** An element copied byte by byte, items and all. */
export interface KeptElement {
  readonly kept: Element;
  /** Changes its value on the way, a part at a time, in the source's byte order. */
  readonly edit?: EditBytes;
}

/**
 * Changes a part of a value in place; `offset` is the part's place in the value. Every part but the
 * last has an even number of bytes.
 */
export type EditBytes = (part: Uint8Array, offset: number) => void;

/** An element whose value is made anew. */
export interface MadeElement {
  readonly tag: number;
  readonly vr: string;
  /** In little endian, without padding. */
  readonly value: Uint8Array;
}

/** A sequence something in which is edited; written with undefined length (PS3.5 7.5.2). */
export interface EditedSequence {
  readonly tag: number;
  readonly vr: string;
  readonly items: readonly EditedItem[];
}

export interface EditedItem {
  /** The item it comes from, for its character set and encoding; undefined when it is new. */
  readonly source: Item | undefined;
  /** Undefined when the whole item is copied byte by byte. */
  readonly elements: readonly EditedElement[] | undefined;
}

/** The tag of an element, kept or made. */
export function tagOfEdited(element: EditedElement): number {
  return "kept" in element ? element.kept.tag : element.tag;
}

/** An element of ASCII text. */
export function madeText(tag: number, vr: string, text: string): MadeElement {
  return { tag, vr, value: textBytes(text) };
}

/** The VR of a sequence that is written anew: `UN` only while its items are of another encoding. */
export function sequenceVR(sequence: Element, encoding: Encoding): string {
  const inside = sequence.items?.[0]?.encoding;
  const differs = inside !== undefined &&
    (inside.explicitVR !== encoding.explicitVR || inside.littleEndian !== encoding.littleEndian);
  return sequence.vr === "UN" && differs ? "UN" : "SQ";
}
