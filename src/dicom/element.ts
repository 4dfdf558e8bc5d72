import * as Tag from "./tag.ts";

/** The encoding of a data set or of an item in it (PS3.5 A). */
export interface Encoding {
  readonly littleEndian: boolean;
  readonly explicitVR: boolean;
}

/**
 * One data element of a data set (PS3.5 7.1). Offsets are bytes from the start of the stream: the
 * file itself, or the inflated stream of a deflated file. Nothing is decoded; read values with
 * `Header.value()`.
 */
export interface Element {
  /** Group and element as one unsigned number, `0xGGGGEEEE`. */
  readonly tag: number;
  /**
   * As written; from the dictionary in implicit VR and for an invalid VR; `UN` if the dictionary
   * does not have the element.
   */
  readonly vr: string;
  /** The first byte of the tag. */
  readonly start: number;
  readonly valueStart: number;
  /** The end of the value, before any delimitation item. */
  readonly valueEnd: number;
  /** The start of what follows, after any delimitation item. */
  readonly end: number;
  /** The items of a sequence (also of one written as `UN`); undefined for every other element. */
  readonly items: readonly Item[] | undefined;
  /**
   * Whether its bytes can be copied unchanged: VRs, even lengths and delimiters are valid (PS3.5 7)
   * at every depth.
   */
  readonly isSound: boolean;
  /** Its value consists of fragments (PS3.5 A.4): compressed pixel data. */
  readonly isEncapsulated: boolean;
  /** Offset table and fragments of encapsulated pixel data that has to be repaired. */
  readonly fragments?: readonly Fragment[];
  /** The element with the same bytes of an earlier file, at another place. */
  readonly origin?: Element;
}

/** One fragment of encapsulated pixel data (PS3.5 A.4), without its head. */
export interface Fragment {
  readonly start: number;
  readonly end: number;
}

/** One item of a sequence (PS3.5 7.5). */
export interface Item {
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  /**
   * Differs from its parent's inside a `UN` sequence, which is implicit little endian (PS3.5
   * 6.2.2).
   */
  readonly encoding: Encoding;
  readonly elements: readonly Element[];
  /** As for an element. */
  readonly isSound: boolean;
}

/** Item, Item Delimitation and Sequence Delimitation (PS3.5 7.5). */
export const itemTag = 0xfffee000;
export const itemDelimitation = 0xfffee00d;
export const sequenceDelimitation = 0xfffee0dd;

/** The length of a value that ends at a delimiter (PS3.5 7.1.1). */
export const undefinedLength = 0xffffffff;

/** Pixel data of every kind: whole numbers, floats, doubles (PS3.3 C.7.6.3, C.7.6.24). */
export function isPixelData(tag: number): boolean {
  return tag === Tag.PixelData || tag === Tag.FloatPixelData || tag === Tag.DoubleFloatPixelData;
}
