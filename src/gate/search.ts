import type { Finding } from "./finding.ts";
import { leafAt } from "./leaf_index.ts";
import type { Needle } from "./needle.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";
import { isReportable, type SearchLimits } from "./reportable.ts";
import { SearchCost } from "./search_cost.ts";
import { TermIndex } from "./term_index.ts";

/** Shorter ones count only where neither a letter nor a digit touches them. */
const longWord = 6;
/** `17.04.61` and shorter: also numbers inside of UIDs, as the `1.1.88` of some classes. */
const longestShortDate = 8;

/** Search terms, and what finds all of them in one pass over a text. */
export interface Haystack {
  readonly needles: readonly Needle[];
  readonly index: TermIndex;
}

/** Throws SkippedFileError TOO_COMPLEX where there are too many terms. */
export function haystackOf(needles: readonly Needle[]): Haystack {
  return { needles, index: new TermIndex(needles.map(({ form }) => form)) };
}

/** The terms that occur in a text, in their own order, each with every offset it occurs at. */
export function occurrences(
  text: string,
  { needles, index }: Haystack,
): readonly (readonly [Needle, readonly number[]])[] {
  const hits = index.find(text);
  return [...hits.keys()].sort((a, b) => a - b).flatMap((number) => {
    const [needle, offsets] = [needles[number], hits.get(number)];
    return needle && offsets ? [[needle, offsets] as const] : [];
  });
}

/** Looks for needles in the whole header of an output, in whatever element or between them. */
export function searchHeader(
  output: Pick<OutputFile, "header" | "leaves">,
  haystack: Haystack,
  limits: SearchLimits,
): Finding[] {
  const { header, leaves } = output;
  const cost = new SearchCost();
  const findings = new Map<string, Finding>();
  const words = new Map<Leaf, string>();
  for (const [needle, offsets] of occurrences(header, haystack)) {
    for (const at of offsets) {
      const end = at + needle.form.length;
      const leaf = leafAt(leaves, at);
      if (leaf !== leafAt(leaves, end - 1)) continue; // half of it is the head of an element
      const place = leaf ? pathOf(leaf) : at < 128 ? "preamble" : "bytes outside of any value";
      if (findings.has(`${needle.kind} ${place}`)) continue;
      if (!isWord(header, at, needle, leaf)) continue;
      if (leaf) cost.spend(leaf);
      if (
        leaf && !isReportable(output, needle, leaf, [at, end], limits) &&
        !isSecondWord(needle, leaf, limits, words)
      ) {
        continue;
      }
      findings.set(`${needle.kind} ${place}`, { code: needle.kind, place });
    }
  }
  return [...findings.values()];
}

/** Looks for needles in bytes that are no elements; `counts` says which of them are findings. */
export function searchText(
  text: string,
  haystack: Haystack,
  place: string,
  counts: (needle: Needle, at: number) => boolean = () => true,
): Finding[] {
  const cost = new SearchCost();
  const found = occurrences(text, haystack).filter(([needle, offsets]) =>
    offsets.some((at) => {
      if (!isWord(text, at, needle, undefined)) return false;
      cost.spend();
      return counts(needle, at);
    })
  );
  return [...new Set(found.map(([{ kind }]) => kind))].map((code) => ({ code, place }));
}

/** Whether a retained attribute has two words of names: one may be its own (`St. Mary Hospital`). */
function isSecondWord(
  { form, isPart, kind }: Needle,
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

/** Wherever a form stands in a text. */
export function* places(text: string, form: string): Generator<number> {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) yield at;
}

/** Whether a needle stands as a word of its own; what is around a value is no part of it. */
export function isWord(
  text: string,
  at: number,
  { form, isNumber, kind }: Needle,
  leaf: Leaf | undefined,
): boolean {
  const isLong = (kind === "NAME" || kind === "INSTITUTION") && form.length >= longWord;
  const value = leaf ? text.slice(leaf.start, leaf.end) : text;
  const from = at - (leaf?.start ?? 0);
  const to = from + form.length;
  const letters = form.replaceAll("\0", "");
  const step = (at: number): 0 | 1 => letters !== form && value.charCodeAt(at) === 0 ? 1 : 0;
  const [left, right] = [from - 1 - step(from - 1), to + step(to)]; // UTF-16 has zeros between
  const before = touches(value.charCodeAt(left), letters.charCodeAt(0), isLong);
  const after = touches(value.charCodeAt(right), letters.charCodeAt(letters.length - 1), isLong);
  const isShortDate = kind === "BIRTH_DATE" && form.length <= longestShortDate;
  const isNumeric = (isNumber && leaf?.vr !== "UI") || kind === "UID" || isShortDate;
  return !before && !after && !(isNumeric && isPartOfNumber(value, from, to));
}

/**
 * Whether a character makes one word of itself and the letter or digit it stands beside. Digits
 * beside digits are always one number.
 */
function touches(other: number, own: number, lettersOnly: boolean): boolean {
  if (!isLetter(own) && !isDigit(own)) return false;
  return isLetter(other) || (isDigit(other) && !(lettersOnly && isLetter(own)));
}

/** Of `0.12345` and `2.25.12345.7`. */
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
