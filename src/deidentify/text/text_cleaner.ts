import { cleanText } from "./clean_text.ts";
import { foldedWords } from "./folded.ts";
import type { OwnWordCollector } from "./own_words.ts";

/** The most texts in the cache of a thread. */
const mostKnown = 2000;
const longestKnown = 1024;

/** What is released of a text, and its words, those of joined ones (`AxHead2`) included. */
export interface CleanedText {
  readonly text: string;
  readonly words: readonly string[];
}

/** Cleaned texts of data sets with the same own words, by length limit and text. */
interface Cache {
  readonly key: string;
  readonly texts: Map<string, CleanedText>;
}

/**
 * Cleans the texts of images with the words that a site added to the vocabulary. Caches the results,
 * because the images of a series have the same texts.
 */
export class TextCleaner {
  #cache: Cache = { key: "", texts: new Map() };

  constructor(readonly siteWords: ReadonlySet<string> = new Set()) {}

  /** What may be released of a text; `longest` is the number of characters its VR allows. */
  clean(text: string, own: OwnWordCollector, longest: number): CleanedText {
    if (text.length > longestKnown) return this.#clean(text, own, longest);
    const { texts } = this.#cacheOf(own.key);
    const name = `${longest}\0${text}`;
    const known = texts.get(name);
    if (known !== undefined) return known;
    const cleaned = this.#clean(text, own, longest);
    if (texts.size >= mostKnown) texts.clear();
    texts.set(name, cleaned);
    return cleaned;
  }

  /** The key can be long, so it is compared once for each image and never part of a map's key. */
  #cacheOf(key: string): Cache {
    if (this.#cache.key !== key) this.#cache = { key, texts: new Map() };
    return this.#cache;
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
