/** How the bytes of a data set, or of an item inside it, are laid out (PS3.5 A). */
export interface Encoding {
  readonly littleEndian: boolean;
  readonly explicitVR: boolean;
}

/**
 * One data element as it lies in a data set (PS3.5 7.1). Offsets count bytes from
 * the start of the data set's stream: the file itself, or the inflated stream of
 * a deflated file. Nothing is decoded; read values through `Header.value()`.
 */
export interface Element {
  /** Group and element as one unsigned number, `0xGGGGEEEE`. */
  readonly tag: number;
  /** As written; in implicit VR from the dictionary; `UN` where nobody knows. */
  readonly vr: string;
  /** The first byte of the tag. */
  readonly start: number;
  readonly valueStart: number;
  /** The end of the value, before any delimitation item. */
  readonly valueEnd: number;
  /** The start of whatever follows, after any delimitation item. */
  readonly end: number;
  /** The items of a sequence (also of one written as `UN`); undefined for every other element. */
  readonly items: readonly Item[] | undefined;
}

/** One item of a sequence (PS3.5 7.5). */
export interface Item {
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  /** Differs from its parent's inside a `UN` sequence, which is implicit little endian (PS3.5 6.2.2). */
  readonly encoding: Encoding;
  readonly elements: readonly Element[];
}
