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

interface Dictionary {
  readonly byTag: ReadonlyMap<number, DictionaryEntry>;
  readonly byRange: ReadonlyMap<string, DictionaryEntry>;
  readonly byKeyword: ReadonlyMap<string, number>;
}

let parsed: Dictionary | undefined;

/** Parsed on first use in each thread; files in explicit VR do not need it. */
function dictionary(): Dictionary {
  return parsed ??= parse(table);
}

function parse(text: string): Dictionary {
  const byTag = new Map<number, DictionaryEntry>();
  const byRange = new Map<string, DictionaryEntry>();
  const byKeyword = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [tag = "", written = "", keyword = ""] = line.split("\t");
    if (tag === "") continue;
    const vr = ambiguous[written] ?? written;
    const entry = { vr, keyword, followsPixelSign: written === "xs" };
    if (tag.includes("xx")) byRange.set(tag, entry);
    else byTag.set(parseInt(tag, 16), entry);
    if (keyword) byKeyword.set(keyword, parseInt(tag.replace("xx", "00"), 16));
  }
  return { byTag, byRange, byKeyword };
}

/**
 * The entry of a standard data element, including repeating groups (50xx, 60xx, 7Fxx); undefined
 * for private and unknown elements, group lengths and delimiters.
 */
export function dictionaryEntry(tag: number): DictionaryEntry | undefined {
  const { byTag, byRange } = dictionary();
  return byTag.get(tag) ?? (isInRange(tag) ? byRange.get(rangeOf(tag)) : undefined);
}

/** The tag of a keyword; for a repeating group, the tag in its first group. */
export function tagOf(keyword: string): number | undefined {
  return dictionary().byKeyword.get(keyword);
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

const mostKnown = 10_000;
const known = new Map<number, string>();

/** A tag as eight hexadecimal digits, as in PS3.18 F: `0010001A`. */
export function tagHex(tag: number): string {
  const found = known.get(tag);
  if (found !== undefined) return found;
  const hex = tag.toString(16).padStart(8, "0").toUpperCase();
  if (known.size < mostKnown) known.set(tag, hex);
  return hex;
}
