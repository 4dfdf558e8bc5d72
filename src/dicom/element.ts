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
  /**
   * As written; from the dictionary in implicit VR, and where what is written is no VR; `UN` where
   * the dictionary has none.
   */
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
  /**
   * Whether its bytes may be copied as they are: VRs, even lengths and delimiters are as PS3.5 7
   * wants them, at every depth.
   */
  readonly isSound: boolean;
  /** Its value consists of fragments (PS3.5 A.4): compressed pixel data. */
  readonly isEncapsulated: boolean;
  /** The offset table and the fragments behind it, of encapsulated pixel data that are not sound. */
  readonly fragments?: readonly Fragment[];
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
  /** Differs from its parent's inside a `UN` sequence, which is implicit little endian (PS3.5 6.2.2). */
  readonly encoding: Encoding;
  readonly elements: readonly Element[];
  /** As of an element. */
  readonly isSound: boolean;
}
