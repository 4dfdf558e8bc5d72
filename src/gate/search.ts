import type { Finding } from "./finding.ts";
import type { Needle } from "./needle.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";

const binaryVRs = new Set("AT FD FL OB OD OF OL OV OW SL SS SV UL US UV".split(" "));
/** Their values are numbers or dates, which have rules of their own. */
const numericVRs = new Set("AS DA DS DT IS TM UI".split(" "));
const decimalVRs = new Set(["DS", "IS"]);
/** Binary values longer than this hold any short word by chance. */
const longestReadAsText = 256;
const longestUnknown = 4096;
const fewestInBinary = 6;
const fewestInDecimals = 7;
/** Shorter ones count only where neither a letter nor a digit touches them. */
const longWord = 6;
/** `17.04.61` and shorter: also numbers inside of UIDs, as the `1.1.88` of some classes. */
const longestShortDate = 8;

/** What keeps a hit from being a finding. */
export interface SearchLimits {
  /** Attributes the site itself decided about. */
  readonly left: ReadonlySet<number>;
  /** Attributes that an option retains: a word of a name may be one of theirs. */
  readonly retained: ReadonlySet<number>;
}

/** Needles, and one pattern that says whether any of them is in a text at all. */
export interface Haystack {
  readonly needles: readonly Needle[];
  readonly any: RegExp;
}

/** One pattern is looked for fifteen times as fast as a hundred texts. */
export function haystackOf(needles: readonly Needle[]): Haystack {
  const forms = needles.map(({ form }) => form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return { needles, any: forms.length > 0 ? new RegExp(forms.join("|")) : /$^/ };
}

/** Looks for needles in the whole header of an output, in whatever element or between them. */
export function searchHeader(
  { header, leaves }: Pick<OutputFile, "header" | "leaves">,
  { needles, any }: Haystack,
  limits: SearchLimits,
): Finding[] {
  if (!any.test(header)) return [];
  const findings = new Map<string, Finding>();
  const words = new Map<Leaf, string>();
  for (const needle of needles) {
    for (const at of places(header, needle.form)) {
      const leaf = leafAt(leaves, at);
      if (!isWord(header, at, needle, leaf)) continue;
      if (leaf && !counts(needle, leaf, limits) && !isSecondWord(needle, leaf, limits, words)) {
        continue;
      }
      const place = leaf ? pathOf(leaf) : at < 128 ? "preamble" : "bytes outside of any value";
      findings.set(`${needle.kind} ${place}`, { code: needle.kind, place });
    }
  }
  return [...findings.values()];
}

/** Looks for needles in bytes that are no elements: behind the pixel data, or a file's name. */
export function searchText(text: string, { needles, any }: Haystack, place: string): Finding[] {
  if (!any.test(text)) return [];
  const found = needles.filter((needle) =>
    places(text, needle.form).some((at) => isWord(text, at, needle, undefined))
  );
  return [...new Set(found.map(({ kind }) => kind))].map((code) => ({ code, place }));
}

/** Whether a retained attribute has two words of names: one may be its own (`St. Mary Hospital`). */
function isSecondWord(
  { form, isPart }: Needle,
  leaf: Leaf,
  { left, retained }: SearchLimits,
  words: Map<Leaf, string>,
): boolean {
  if (!isPart || !retained.has(leaf.tag) || left.has(leaf.tag)) return false;
  const first = words.get(leaf) ?? form;
  words.set(leaf, first);
  return !first.includes(form) && !form.includes(first);
}

/** Whether a needle in an element is a finding. */
export function counts(
  needle: Needle,
  { tag, vr, start, end }: Leaf,
  limits: SearchLimits,
): boolean {
  if (limits.left.has(tag)) return false;
  if (needle.isPart && limits.retained.has(tag)) return false;
  const { form, isNumber } = needle;
  if (isNumber && numericVRs.has(vr)) {
    return (decimalVRs.has(vr) || vr === "UI") && form.length >= fewestInDecimals;
  }
  const isOpaque = binaryVRs.has(vr)
    ? end - start > longestReadAsText
    : vr === "UN" && end - start > longestUnknown;
  return !isOpaque || form.length >= fewestInBinary;
}

/** Wherever a form stands in a text. */
export function* places(text: string, form: string): Generator<number> {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) yield at;
}

/** The element of whose value a byte is part; leaves are in the order of the file. */
export function leafAt(leaves: readonly Leaf[], at: number): Leaf | undefined {
  let [from, to] = [0, leaves.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((leaves[middle]?.end ?? Infinity) <= at) from = middle + 1;
    else to = middle;
  }
  const leaf = leaves[from];
  return leaf && at >= leaf.start ? leaf : undefined;
}

/** Whether a needle stands as a word of its own; what is around a value is no part of it. */
export function isWord(
  text: string,
  at: number,
  { form, isNumber, kind }: Needle,
  leaf: Leaf | undefined,
): boolean {
  const isLong = kind === "NAME" && form.length >= longWord;
  const value = leaf ? text.slice(leaf.start, leaf.end) : text;
  const from = at - (leaf?.start ?? 0);
  const to = from + form.length;
  const before = touches(value.charCodeAt(from - 1), form.charCodeAt(0), isLong);
  const after = touches(value.charCodeAt(to), form.charCodeAt(form.length - 1), isLong);
  const isShortDate = kind === "BIRTH_DATE" && form.length <= longestShortDate;
  const isNumeric = (isNumber && leaf?.vr !== "UI") || kind === "UID" || isShortDate;
  return !before && !after && !(isNumeric && isPartOfNumber(value, from, to));
}

/** Whether a character makes one word of itself and the letter or digit it stands beside. */
function touches(other: number, own: number, lettersOnly: boolean): boolean {
  if (!isLetter(own) && !isDigit(own)) return false;
  return isLetter(other) || (!lettersOnly && isDigit(other));
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
