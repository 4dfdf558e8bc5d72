import list from "./public_words.txt" with { type: "text" };

const own = list.split("\n").filter((line) => !line.startsWith("#"))
  .flatMap((line) => line.split(" "));

/** Words, in lower case, that do not identify a person when they are used alone. */
export class PublicWords {
  readonly #words: ReadonlySet<string>;

  /** `more` are additional words of the caller. */
  constructor(more: Iterable<string>) {
    this.#words = new Set([...own, ...more]);
  }

  /** Whether a text consists only of such words and has no number. */
  isPublic(text: string): boolean {
    const words = text.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
    return words.every((word) => this.#words.has(word));
  }
}
