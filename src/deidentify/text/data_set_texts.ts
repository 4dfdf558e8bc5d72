import type { Header } from "../../dicom/header.ts";
import type { Options } from "../options.ts";
import type { Nearby, ToldWords } from "./nearby.ts";
import { type OwnWordCollector, ownWords } from "./own_words.ts";
import { TextCleaner } from "./text_cleaner.ts";

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
