import { withoutPadding } from "../dicom/without_padding.ts";
import { isDefinedTerm } from "./defined_terms.ts";
import type { SearchTerm } from "./search_term.ts";
import { leafIndex } from "./leaf_index.ts";
import type { Leaf, OutputFile } from "./output_file.ts";
import { isOfScanner } from "./scanner_words.ts";
import { isStandardCode, isStandardMeaning, isStandardScheme } from "./standard_codes.ts";

type Header = Pick<OutputFile, "header" | "leaves">;

const [codeValue, codingScheme, codeMeaning] = [0x00080100, 0x00080102, 0x00080104];
const longCodeValue = 0x00080119;
const softwareVersions = 0x00181020;
/** Patient orientations (PS3.3 C.7.6.1.1.1): letters can be combined, so no list is complete. */
const orientations = new Set([0x00200020, 0x00720700]);
const orientation = /^[lraphf]{1,3}$/;
/** Identifiers of context groups and templates, which are numbers in PS3.16. */
const groupIdentifiers = new Set([0x0008010f, 0x0040db00]);
const groupIdentifier = /^\d{1,5}[a-z]?$/;
/** Values that this program writes about itself and its method, independent of the source. */
const own: ReadonlyMap<number, RegExp> = new Map([
  [0x00020013, /^dicom_intake$/],
  [0x00120063, /^(dicom-intake \S+, ps3\.15 e\.1-1 \d{4}[a-e]|rules of the site)$/],
]);
/** Dummy values of this program, and AE titles that it makes from hashes. */
const dummy = /^(about:blank|anonymous|anonymized(\^anonymized)?)$/;
const titleCode = /^[a-hjkmnp-z0-9]{16}$/;
/** The attributes of one code item are this close to each other in the list of leaves. */
const farthest = 8;
const longest = 4096;

/**
 * Whether the bytes `from` to `to` of a header are part of a value from a published list: a defined
 * term of the attribute, a published code or its meaning, a word that scanners write, or a text of
 * this program. Such a value does not identify a person.
 */
export function isInClosedVocabulary(
  { header, leaves }: Header,
  leaf: Leaf,
  [from, to]: readonly [from: number, to: number],
  { isPart, isNumber, kind }: Pick<SearchTerm, "isPart" | "isNumber" | "kind">,
): boolean {
  const { tag } = leaf;
  const text = valueAround(header, leaf, from, to);
  if (text === undefined) return false;
  if (isDefinedTerm(tag, text) || own.get(tag)?.test(text) || dummy.test(text)) return true;
  if (leaf.vr === "AE" && titleCode.test(text)) return true;
  if (orientations.has(tag)) return orientation.test(text);
  if (groupIdentifiers.has(tag)) return groupIdentifier.test(text);
  if (tag === softwareVersions && (isNumber || kind === "BIRTH_DATE")) return true;
  if (isPart && !isNumber && isOfScanner(tag, text)) return true;
  if (tag === codingScheme) return isStandardScheme(text);
  return isPublishedCode({ header, leaves }, leaf, text);
}

/**
 * The value that contains the range, without padding; undefined if it spans two values or is long.
 */
function valueAround(
  header: string,
  { start, end }: Leaf,
  from: number,
  to: number,
): string | undefined {
  if (end - start > longest) return undefined;
  const text = header.slice(start, end);
  const before = from === start ? 0 : text.lastIndexOf("\\", from - start - 1) + 1;
  const next = text.indexOf("\\", from - start);
  const after = next < 0 ? text.length : next;
  return to - start <= after ? withoutPadding(text.slice(before, after)) : undefined;
}

function isPublishedCode(output: Header, leaf: Leaf, text: string): boolean {
  const { tag } = leaf;
  if (tag !== codeValue && tag !== longCodeValue && tag !== codeMeaning) return false;
  const scheme = sibling(output, leaf, codingScheme);
  if (tag !== codeMeaning) return isStandardCode(scheme, text);
  const code = sibling(output, leaf, codeValue) || sibling(output, leaf, longCodeValue);
  return isStandardMeaning(scheme, code, text);
}

/** The value of another attribute of the same item; empty if there is none. */
function sibling({ header, leaves }: Header, leaf: Leaf, tag: number): string {
  const own = leafIndex(leaves, leaf.start);
  for (let at = Math.max(0, own - farthest); at <= own + farthest; at++) {
    const one = leaves[at];
    if (one?.tag !== tag || one.within !== leaf.within) continue;
    return withoutPadding(header.slice(one.start, one.end));
  }
  return "";
}
