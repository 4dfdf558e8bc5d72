import { SkippedFileError } from "../../model/errors.ts";
import type { Finding } from "../../model/finding.ts";
import { type Leaf, pathOf } from "../facts/output_element.ts";
import { leafAt, type OutputFile } from "../facts/output_file.ts";
import { isReportable, type SearchLimits } from "./reportable.ts";
import type { SearchTerm } from "./search_term.ts";
import { TermIndex } from "./term_index.ts";

/** Shorter terms must not be adjacent to a letter or a digit. */
const longWord = 6;
/** Dates as short as `17.04.61` can also be part of a UID, such as the `1.1.88` of SOP classes. */
const longestShortDate = 8;

/** Search terms, and the index that finds all of them in one pass over a text. */
export interface TermSet {
  readonly searchTerms: readonly SearchTerm[];
  readonly index: TermIndex;
}

/** Throws SkippedFileError TOO_COMPLEX if there are too many terms. */
export function termSetOf(searchTerms: readonly SearchTerm[]): TermSet {
  return { searchTerms, index: new TermIndex(searchTerms.map(({ form }) => form)) };
}

/** The terms that occur in a text, in the order of the terms, each with all its offsets. */
export function occurrences(
  text: string,
  { searchTerms, index }: TermSet,
): readonly (readonly [SearchTerm, readonly number[]])[] {
  const hits = index.find(text);
  return [...hits.keys()].sort((a, b) => a - b).flatMap((number) => {
    const [searchTerm, offsets] = [searchTerms[number], hits.get(number)];
    return searchTerm && offsets ? [[searchTerm, offsets] as const] : [];
  });
}

/** Searches the whole header of an output, inside elements and between them. */
export function searchHeader(
  output: Pick<OutputFile, "header" | "leaves">,
  termSet: TermSet,
  limits: SearchLimits,
): Finding[] {
  const { header, leaves } = output;
  const cost = new SearchCost();
  const findings = new Map<string, Finding>();
  const words = new Map<Leaf, string>();
  for (const [searchTerm, offsets] of occurrences(header, termSet)) {
    for (const at of offsets) {
      const end = at + searchTerm.form.length;
      const leaf = leafAt(leaves, at);
      // it starts in the tag or length of an element
      if (leaf !== leafAt(leaves, end - 1)) continue;
      const place = leaf ? pathOf(leaf) : at < 128 ? "preamble" : "bytes outside of any value";
      if (findings.has(`${searchTerm.kind} ${place}`)) continue;
      if (!isWord(header, at, searchTerm, leaf)) continue;
      if (leaf) cost.spend(leaf);
      if (
        leaf && !isReportable(output, searchTerm, leaf, [at, end], limits) &&
        !isSecondWord(searchTerm, leaf, limits, words)
      ) {
        continue;
      }
      findings.set(`${searchTerm.kind} ${place}`, { code: searchTerm.kind, place });
    }
  }
  return [...findings.values()];
}

/** Searches bytes that are not part of an element; `counts` decides which hits are findings. */
export function searchText(
  text: string,
  termSet: TermSet,
  place: string,
  counts: (searchTerm: SearchTerm, at: number) => boolean = () => true,
): Finding[] {
  const cost = new SearchCost();
  const found = occurrences(text, termSet).filter(([searchTerm, offsets]) =>
    offsets.some((at) => {
      if (!isWord(text, at, searchTerm, undefined)) return false;
      cost.spend();
      return counts(searchTerm, at);
    })
  );
  return [...new Set(found.map(([{ kind }]) => kind))].map((code) => ({ code, place }));
}

/**
 * Whether a retained attribute has two words of names; one alone may be its own (`St. Mary
 * Hospital`).
 */
function isSecondWord(
  { form, isPart, kind }: SearchTerm,
  leaf: Leaf,
  { left, retained }: SearchLimits,
  words: Map<Leaf, string>,
): boolean {
  if (kind === "INSTITUTION" || !isPart || !retained.has(leaf.tag) || left.has(leaf.tag)) {
    return false;
  }
  const first = words.get(leaf) ?? form;
  words.set(leaf, first);
  return !first.includes(form) && !form.includes(first);
}

/** All offsets of `form` in a text. */
export function* indexesOf(text: string, form: string): Generator<number> {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) yield at;
}

/** Whether the term at this offset is a whole word. Bytes outside the value do not count. */
export function isWord(
  text: string,
  at: number,
  { form, isNumber, kind }: SearchTerm,
  leaf: Leaf | undefined,
): boolean {
  const isLong = (kind === "NAME" || kind === "INSTITUTION") && form.length >= longWord;
  const value = leaf ? text.slice(leaf.start, leaf.end) : text;
  const from = at - (leaf?.start ?? 0);
  const to = from + form.length;
  const letters = form.replaceAll("\0", "");
  const step = (at: number): 0 | 1 => letters !== form && value.charCodeAt(at) === 0 ? 1 : 0;
  // UTF-16 has zero bytes between letters
  const [left, right] = [from - 1 - step(from - 1), to + step(to)];
  const before = joinsWord(value.charCodeAt(left), letters.charCodeAt(0), isLong);
  const after = joinsWord(value.charCodeAt(right), letters.charCodeAt(letters.length - 1), isLong);
  const isShortDate = kind === "BIRTH_DATE" && form.length <= longestShortDate;
  const isNumeric = (isNumber && leaf?.vr !== "UI") || kind === "UID" || isShortDate;
  return !before && !after && !(isNumeric && isPartOfNumber(value, from, to));
}

/**
 * Whether two adjacent characters belong to one word or one number. Adjacent digits always do.
 */
function joinsWord(other: number, own: number, lettersOnly: boolean): boolean {
  if (!isLetter(own) && !isDigit(own)) return false;
  return isLetter(other) || (isDigit(other) && !(lettersOnly && isLetter(own)));
}

/** Whether the digits are a component of a number such as `0.12345` or `2.25.12345.7`. */
function isPartOfNumber(text: string, at: number, end: number): boolean {
  const dot = 46;
  const before = text.charCodeAt(at - 1) === dot && isDigit(text.charCodeAt(at - 2));
  return before || (text.charCodeAt(end) === dot && isDigit(text.charCodeAt(end + 1)));
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/**
 * The most characters read to judge hits in one text (about a second). Ordinary files need
 * thousands.
 */
const most = 500_000_000;
/** The most bytes read around a hit in binary data; a value up to `longestValue` is read whole. */
const aroundBytes = 8 << 10;
const longestValue = 64 << 10;
const bytes = new Set(["OB", "OW", "UN"]);

/** Limits the cost of judging hits in binary data, for which the surrounding bytes are read. */
class SearchCost {
  #left = most;

  /** Counts one hit, inside an element or outside of all. Throws SkippedFileError TOO_COMPLEX. */
  spend(leaf?: Pick<Leaf, "vr" | "start" | "end">): void {
    this.#left -= leaf ? costIn(leaf) : aroundBytes;
    if (this.#left >= 0) return;
    throw new SkippedFileError("TOO_COMPLEX", "it repeats identifying values in bytes too often");
  }
}

function costIn({ vr, start, end }: Pick<Leaf, "vr" | "start" | "end">): number {
  return bytes.has(vr) ? Math.min(end - start, longestValue) + aroundBytes : 0;
}
