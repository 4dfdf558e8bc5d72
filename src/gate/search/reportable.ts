import * as Tag from "../../dicom/tag.ts";
import { trimPadding } from "../../dicom/text/decode_text.ts";
import { countsInDevice } from "../facts/institutions.ts";
import type { Leaf } from "../facts/output_element.ts";
import type { OutputFile } from "../facts/output_file.ts";
import { namesClass } from "../facts/element_facts.ts";
import { isInClosedVocabulary } from "./closed_vocabulary.ts";
import type { SearchTerm } from "./search_term.ts";

/** VRs whose values are binary numbers; a text in them is there by chance. */
const binaryNumbers = new Set("AT FD FL OD OF OL OV SL SS SV UL US UV".split(" "));
const bytes = new Set(["OB", "OW", "UN"]);
/** VRs of dates, times and quantities, in which any number can occur. Dates have their own rule. */
const quantities = new Set(["AS", "DA", "DS", "DT", "TM"]);
/** Numbers that a site can choose. */
const labels = new Set([Tag.SeriesNumber, Tag.AcquisitionNumber, Tag.InstanceNumber]);
/** Fewer digits can be in a label, or a component of a UID, by coincidence. */
const fewestDigits = 7;
/** Given letters of this number do not occur in binary data by chance. */
const fewestByChance = 8;
const standardRoot = "1.2.840.10008.";
const listOfNumbers = /^[-+.\de ]*\\[-+.\de\\ ]*$/;

/** What decides whether a hit is a finding. */
export interface SearchLimits {
  /** Attributes about which the site itself decided. */
  readonly left: ReadonlySet<number>;
  /** Attributes that an option retains; their values may contain a word of a name. */
  readonly retained: ReadonlySet<number>;
  /** Whether UIDs of the source are retained; they may contain a number of a person. */
  readonly retainsUIDs?: boolean;
  /** Whole values, in lower case, that this program made from hashes. */
  readonly pseudonyms?: ReadonlySet<string>;
}

/** Where a search term was found: start and end offset in the header of an output. */
export type Place = readonly [from: number, to: number];

/** Whether a search term found in an element is a finding, judged by that element. */
export function isReportable(
  output: Pick<OutputFile, "header" | "leaves">,
  searchTerm: SearchTerm,
  leaf: Leaf,
  place: Place,
  limits: SearchLimits,
): boolean {
  if (limits.left.has(leaf.tag)) return false;
  if (searchTerm.kind === "INSTITUTION") {
    if (limits.retained.has(leaf.tag) || !countsInDevice(leaf.tag, searchTerm.isPart)) return false;
  }
  if (searchTerm.isPart && limits.retained.has(leaf.tag)) return false;
  const value = (): string => trimPadding(output.header.slice(leaf.start, leaf.end));
  if (limits.pseudonyms?.has(value())) return false;
  if (isInClosedVocabulary(output, leaf, place, searchTerm)) return false;
  return searchTerm.isNumber
    ? isNumberOfItsOwn(output.header, searchTerm, leaf, place, limits)
    : isWritten(output.header, searchTerm, leaf, place);
}

/** Whether the letters are part of a text. Short terms occur by chance in binary values. */
function isWritten(header: string, { form }: SearchTerm, { vr, start, end }: Leaf, place: Place) {
  if (!bytes.has(vr) && !binaryNumbers.has(vr)) return true;
  if (form.length >= fewestByChance) return true;
  return bytes.has(vr) && isInText(header.slice(start, end), place[0] - start, place[1] - start);
}

/** Whether the digits are a number that a person wrote, and not a measurement or a part of one. */
function isNumberOfItsOwn(
  header: string,
  { form }: SearchTerm,
  { tag, vr, start, end }: Leaf,
  [from, to]: Place,
  limits: SearchLimits,
): boolean {
  if (quantities.has(vr) || binaryNumbers.has(vr)) return false;
  const value = header.slice(start, end);
  const isLong = form.length >= fewestDigits;
  if (vr === "IS") return labels.has(tag) && isLong && trimPadding(value) === form;
  if (vr === "UI") {
    const isOfSource = limits.retainsUIDs === true && !namesClass(tag);
    return isOfSource && isLong && !valueAround(value, from - start).startsWith(standardRoot);
  }
  if (!bytes.has(vr)) return true;
  return isInText(value, from - start, to - start) && !listOfNumbers.test(value);
}

function valueAround(value: string, at: number): string {
  return value.slice(value.lastIndexOf("\\", at) + 1);
}

/** Control characters that occur in texts: line and page breaks, and the escape of ISO 2022. */
const controls = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
const beyondASCII = /[\x80-\xff]/;
const longest = 64 << 10;
const longestRun = 4096;

/**
 * Whether the bytes `from` to `to` of a value (as Latin-1) are part of a text rather than binary
 * numbers that look like one. It is text if the whole value is text with 8 or 16 bits per
 * character, or if the printable characters around it end at NUL bytes or at the ends of the value.
 */
export function isInText(value: string, from: number, to: number): boolean {
  if (value.length <= longest && isText(withoutZeros(value))) return true;
  const [start, end] = runAround(value, from, to);
  return isEdge(value, start - 1) && isEdge(value, end);
}

/**
 * Start and end of the printable characters around a hit: ASCII, and bytes from 0x80 if the hit
 * itself has such bytes.
 */
export function runAround(value: string, from: number, to: number): readonly [number, number] {
  const last = beyondASCII.test(value.slice(from, to)) ? 0xff : 0x7e;
  const isPrintable = (code: number): boolean => code >= 0x20 && code <= last && code !== 0x7f;
  let [start, end] = [from, to];
  while (from - start < longestRun && isPrintable(value.charCodeAt(start - 1))) start--;
  while (end - to < longestRun && isPrintable(value.charCodeAt(end))) end++;
  return [start, end];
}

/** Whether the bytes can be a text in some character set. */
function isText(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x7f || (code < 0x20 && !controls.has(code))) return false;
  }
  return true;
}

/** Removes the zero bytes of UTF-16 if every second byte is zero, and padding. */
function withoutZeros(value: string): string {
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) === 0) end--;
  const padded = value.slice(0, end);
  for (const first of [0, 1]) {
    const isWide = padded.length > 2 && everySecondIsZero(padded, first);
    if (isWide) return padded.replaceAll("\0", "");
  }
  return padded;
}

function everySecondIsZero(value: string, first: number): boolean {
  for (let at = first; at < value.length; at += 2) {
    if (value.charCodeAt(at) !== 0) return false;
  }
  return true;
}

function isEdge(value: string, at: number): boolean {
  return at < 0 || at >= value.length || value.charCodeAt(at) === 0;
}
