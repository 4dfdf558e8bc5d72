import { cleanText } from "./clean_text.ts";
import { foldedWords } from "./folded.ts";
import type { OwnWordCollector } from "./own_words.ts";

/** Texts that are remembered, of all images of a thread together. */
const mostKnown = 2000;
const longestKnown = 1024;

/** What is released of a text, and its words, those of joined ones (`AxHead2`) included. */
export interface CleanedText {
  readonly text: string;
  readonly words: readonly string[];
}

/**
 * Cleans the texts of images with the words that a site added to the vocabulary. Remembers what it
 * cleaned, for the images of a series have the same texts.
 */
export class TextCleaner {
  readonly #known = new Map<string, CleanedText>();

  constructor(readonly siteWords: ReadonlySet<string> = new Set()) {}

  /** What may be released of a text; `longest` is the number of characters its VR allows. */
  clean(text: string, own: OwnWordCollector, longest: number): CleanedText {
    if (text.length > longestKnown) return this.#clean(text, own, longest);
    const name = `${longest}\0${own.key}\0${text}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const cleaned = this.#clean(text, own, longest);
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(name, cleaned);
    return cleaned;
  }

  #clean(written: string, own: OwnWordCollector, longest: number): CleanedText {
    const text = cleanText(written, own, longest, this.siteWords);
    return { text, words: text === "" ? [] : allWords(text) };
  }
}

/** The words of a text, those of joined ones included. */
export function allWords(text: string): string[] {
  const apart = text.replace(
    /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu,
    " ",
  );
  return [...new Set([...foldedWords(text), ...foldedWords(apart)])];
}
