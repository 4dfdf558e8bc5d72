import type { Element, Encoding } from "../../dicom/element.ts";
import type { CharacterSet } from "../../dicom/text/character_set.ts";

/** How the items of a sequence with free content are treated. */
export type ContentMode = "clean" | "dummy";

/** A data set or an item that is being edited: what its elements have in common. */
export interface Level {
  readonly elements: readonly Element[];
  readonly encoding: Encoding;
  readonly characters: CharacterSet;
  readonly depth: number;
  /** Keywords of the sequences it is in, each followed by `__`. */
  readonly path: string;
  /** Set inside a sequence of free content, all of which is cleaned or made dummy. */
  readonly content: ContentMode | undefined;
  /** Inside a private sequence that no table lists: only listed private elements stay. */
  readonly isReduced: boolean;
  /** The item is the value of a content item whose concept identifies a person (PS3.16). */
  readonly isIdentifying: boolean;
}
