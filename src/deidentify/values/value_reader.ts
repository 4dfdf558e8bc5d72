import { vrOf } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import { type CharacterSet, defaultCharacterSet } from "../../dicom/text/character_set.ts";
import { decodeText } from "../../dicom/text/decode_text.ts";
import { foldedWords } from "../text/folded.ts";
import { isOwn } from "../text/own_words.ts";
import { DataSetTexts } from "../text/text_cleaner.ts";
import type { Level } from "./level.ts";

/** Longer values are not texts. */
const longestValue = 64 << 10;

/** Reads values of one header as text, and cleans texts by the names that the header has. */
export class ValueReader {
  /** Elements by tag of the items in which siblings were asked for. */
  readonly #siblings = new WeakMap<readonly Element[], ReadonlyMap<number, Element>>();

  constructor(readonly header: Header, readonly texts = new DataSetTexts(header)) {}

  /** All values decoded, without padding, joined by `\`; undefined for a value that is too long. */
  text(element: Element, vr: string, characters: CharacterSet): string | undefined {
    if (element.valueEnd - element.valueStart > longestValue) return undefined;
    return decodeText(this.header.value(element), vr, characters).join("\\");
  }

  /** Like {@link text}, of a value in ASCII. */
  ascii(element: Element): string | undefined {
    return this.text(element, "UI", defaultCharacterSet);
  }

  /** The text of another element of the same item; empty if there is none. */
  sibling({ elements, characters }: Level, tag: number): string {
    const known = this.#siblings.get(elements) ??
      new Map(elements.toReversed().filter(({ items }) => !items).map((one) => [one.tag, one]));
    this.#siblings.set(elements, known);
    const element = known.get(tag);
    return element ? this.text(element, vrOf(element), characters) ?? "" : "";
  }

  /** What of a text may be released (PS3.15 E.3.3), not longer than its VR allows. */
  cleanText(text: string, vr: string): string {
    return this.texts.clean(text, vr);
  }

  /**
   * Whether a text has a word of a person's name, or an identifier, of this header; those of fewer
   * than `shortest` letters are not looked for, for they may stand there by chance.
   */
  hasOwnWords(text: string, shortest = 2): boolean {
    const words = foldedWords(text);
    return [...words, words.join("")].some((word) =>
      word.length >= shortest && isOwn(word, this.texts.ownWords)
    );
  }
}
