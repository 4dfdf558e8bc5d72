import table from "./dictionary.tsv" with { type: "text" };
import type { Element } from "./element.ts";

/** The entry of a data element in PS3.6. */
export interface DictionaryEntry {
  /** The VR; for an element with several possible VRs, the one that applies in implicit VR. */
  readonly vr: string;
  /** Empty for the three retired elements without a name. */
  readonly keyword: string;
  /** Whether it is US in unsigned images and SS in signed images (PS3.6 7: "US or SS"). */
  readonly followsPixelSign: boolean;
}

/** The notation of the table for VRs that depend on other elements (PS3.5 A.1). */
const ambiguous: Readonly<Record<string, string>> = { ox: "OW", xs: "US", lt: "OW", up: "UL" };

/** In the order of their tags, which are the first column. */
const lines = table.split("\n");
const mostKnown = 10_000;
const entries = new Map<number, DictionaryEntry | undefined>();
const tagsOfKeywords = new Map<string, number | undefined>();

/**
 * The entry of a standard data element, including repeating groups (50xx, 60xx, 7Fxx); undefined
 * for private and unknown elements, group lengths and delimiters. The table is not parsed as a
 * whole, because a process needs few of its rows.
 */
export function dictionaryEntry(tag: number): DictionaryEntry | undefined {
  const known = entries.get(tag);
  if (known || entries.has(tag)) return known;
  const entry = find(tagHex(tag)) ?? (isInRange(tag) ? find(rangeOf(tag)) : undefined);
  if (entries.size < mostKnown) entries.set(tag, entry);
  return entry;
}

/** The tag of a keyword; for a repeating group, the tag in its first group. */
export function tagOf(keyword: string): number | undefined {
  if (tagsOfKeywords.has(keyword)) return tagsOfKeywords.get(keyword);
  const at = /^\w+$/.test(keyword) ? table.indexOf(`\t${keyword}\n`) : -1;
  const start = table.lastIndexOf("\n", at) + 1;
  const tag = at < 0 ? undefined : parseInt(table.slice(start, start + 8).replace("xx", "00"), 16);
  if (tagsOfKeywords.size < mostKnown) tagsOfKeywords.set(keyword, tag);
  return tag;
}

/** The row of a tag, or of a range such as `50xx0005`. */
function find(written: string): DictionaryEntry | undefined {
  let [from, to] = [0, lines.length - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((lines[middle] ?? "").slice(0, 8) < written) from = middle + 1;
    else to = middle;
  }
  const [tag, code = "", keyword = ""] = lines[from]?.split("\t") ?? [];
  if (tag !== written) return undefined;
  return { vr: ambiguous[code] ?? code, keyword, followsPixelSign: code === "xs" };
}

/**
 * The VR of an element in implicit VR (PS3.5 A.1): the VR of the dictionary; LO for private
 * creators, UL for group lengths, UN for unknown elements.
 */
export function impliedVR(tag: number): string {
  const entry = dictionaryEntry(tag);
  if (entry) return entry.vr;
  const element = tag & 0xffff;
  if (element === 0) return "UL";
  return isPrivateCreator(tag) ? "LO" : "UN";
}

/** Whether an element reserves a block of private elements (PS3.5 7.8.1). */
export function isPrivateCreator(tag: number): boolean {
  return (tag & 0x10000) !== 0 && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff;
}

/** Even groups from 5000 to 50FF, 6000 to 60FF and 7F00 to 7FFF; Source Image IDs. */
function isInRange(tag: number): boolean {
  const high = tag >>> 24;
  const repeats = high === 0x50 || high === 0x60 || high === 0x7f;
  return (repeats && (tag & 0x10000) === 0) || tag >>> 8 === 0x002031;
}

function rangeOf(tag: number): string {
  const hex = tagHex(tag);
  return tag >>> 8 === 0x002031 ? "002031xx" : `${hex.slice(0, 2)}xx${hex.slice(4)}`;
}

/** The VR of an element; from the dictionary if the file says UN. */
export function vrOf({ tag, vr }: Pick<Element, "tag" | "vr">): string {
  return vr === "UN" ? impliedVR(tag) : vr;
}

const known = new Map<number, string>();

/** A tag as eight hexadecimal digits, as in PS3.18 F: `0010001A`. */
export function tagHex(tag: number): string {
  const found = known.get(tag);
  if (found !== undefined) return found;
  const hex = tag.toString(16).padStart(8, "0").toUpperCase();
  if (known.size < mostKnown) known.set(tag, hex);
  return hex;
}
