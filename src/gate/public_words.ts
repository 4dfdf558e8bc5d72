import list from "./public_words.txt" with { type: "text" };

const own = list.split("\n").filter((line) => !line.startsWith("#"))
  .flatMap((line) => line.split(" "));

/** Words, in lower case, that point to nobody when they stand alone. */
export class PublicWords {
  readonly #words: ReadonlySet<string>;

  /** `more` are those of whoever keeps a list of his own. */
  constructor(more: Iterable<string>) {
    this.#words = new Set([...own, ...more]);
  }

  /** Whether a text is made of such words alone, and of no number. */
  isPublic(text: string): boolean {
    const words = text.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
    return words.every((word) => this.#words.has(word));
  }
}
