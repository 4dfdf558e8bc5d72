import type { Element, Item } from "./element.ts";

/** An element to be written that the source did not have, or has with other content. */
export interface NewElement {
  readonly tag: number;
  readonly vr: string;
  /** The value's bytes in little endian ASCII-compatible form, any length: the writer pads it to its VR. */
  readonly value: Uint8Array | readonly NewItem[];
}

export type NewItem = readonly NewElement[];

/** What happens to one element of the source; an element without an entry is copied byte by byte. */
export type Change = { readonly kind: "remove" } | {
  readonly kind: "replace";
  readonly by: NewElement;
};

/**
 * Everything that distinguishes the output's data set from the source's. A
 * sequence needs no entry for changes inside it: the writer finds them.
 */
export interface Edits {
  readonly changes: ReadonlyMap<Element, Change>;
  /** Elements to add, by the item they go into; `undefined` is the data set itself. */
  readonly insertions: ReadonlyMap<Item | undefined, readonly NewElement[]>;
}
