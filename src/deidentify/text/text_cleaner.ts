import type { Header } from "../../dicom/read/header.ts";
import type { Options } from "../profile/options.ts";
import { cleanText } from "./clean_text.ts";
import { foldedWords } from "./folded.ts";
import { type OwnWordCollector, ownWords, type SharedWords } from "./own_words.ts";

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
 * Cleans the texts of images with the words that a site added to the vocabulary. Caches the
 * results, because the images of a series have the same texts.
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

const cleaning = ["cleanDescriptors", "cleanStructuredContent", "cleanGraphics"] as const;

/** Cleans the texts of one data set, of which it knows the persons. */
export class DataSetTexts {
  #own: OwnWordCollector | undefined;
  readonly #released = new Set<string>();

  constructor(
    readonly header: Header,
    readonly cleaner = new TextCleaner(),
    readonly nearby: Nearby = {},
  ) {}

  /** What may be released of the text of an element with this VR; empty when that is nothing. */
  clean(text: string, vr: string): string {
    const cleaned = this.cleaner.clean(text, this.ownWords, longestText(vr));
    for (const word of cleaned.words) this.#released.add(word);
    return cleaned.text;
  }

  /**
   * What other images of the study need to know, after all texts are cleaned; undefined where no
   * option cleans texts.
   */
  told(options: Options): ToldWords | undefined {
    if (!cleaning.some((option) => options.has(option))) return undefined;
    return { own: this.ownWords.shared(), released: [...this.#released] };
  }

  /** The words by which the data set, its folder and its study name persons, things and places. */
  get ownWords(): OwnWordCollector {
    if (this.#own) return this.#own;
    const own = ownWords(this.header, this.nearby.folderName);
    if (this.nearby.studyWords) own.add(this.nearby.studyWords);
    this.#own = own;
    return own;
  }
}

/** Characters that a VR allows (PS3.5 6.2), of cleaned texts 10,240 at most. */
function longestText(vr: string): number {
  return vr === "SH" ? 16 : vr === "LO" ? 64 : vr === "ST" ? 1024 : 10_240;
}

/** What names the person of a data set outside of it. */
export interface Nearby {
  /** Of the folder it came in. */
  readonly folderName?: string;
  /** Of the other images of its study. */
  readonly studyWords?: SharedWords;
}

/** What the other images of a study need to know of the texts of one. */
export interface ToldWords {
  /** Its own words, which no other image may release. */
  readonly own: SharedWords;
  /** Words that its cleaned texts release. */
  readonly released: readonly string[];
}
