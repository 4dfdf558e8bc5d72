import { withoutPadding } from "../dicom/without_padding.ts";
import { isDefinedTerm } from "./defined_terms.ts";
import type { Needle } from "./needle.ts";
import { leafIndex } from "./leaf_index.ts";
import type { Leaf, OutputFile } from "./output_file.ts";
import { isOfScanner } from "./scanner_words.ts";
import { isStandardCode, isStandardMeaning, isStandardScheme } from "./standard_codes.ts";

type Header = Pick<OutputFile, "header" | "leaves">;

const [codeValue, codingScheme, codeMeaning] = [0x00080100, 0x00080102, 0x00080104];
const longCodeValue = 0x00080119;
const softwareVersions = 0x00181020;
/** Orientations of a patient (PS3.3 C.7.6.1.1.1), of which there are more than a list has. */
const orientations = new Set([0x00200020, 0x00720700]);
const orientation = /^[lraphf]{1,3}$/;
/** Identifiers of context groups and templates: numbers of PS3.16. */
const groupIdentifiers = new Set([0x0008010f, 0x0040db00]);
const groupIdentifier = /^\d{1,5}[a-z]?$/;
/** What this program writes of itself and of what it did, whatever the source says. */
const own: ReadonlyMap<number, RegExp> = new Map([
  [0x00020013, /^dicom_intake$/],
  [0x00120063, /^(dicom-intake \S+, ps3\.15 e\.1-1 \d{4}[a-e]|rules of the site)$/],
]);
/** What it writes in the place of values, and codes of application entities made from hashes. */
const dummy = /^(about:blank|anonymous|anonymized(\^anonymized)?)$/;
const titleCode = /^[a-hjkmnp-z0-9]{16}$/;
/** An item of a code sequence has few attributes, and these beside each other. */
const farthest = 8;
const longest = 4096;

/**
 * Whether what stands at `from` up to `to` of a header lies in a value that can only be one of a
 * published list: a defined term of its attribute, a published code or its meaning, words of a
 * scanner, or a text of this program. Such a value says nothing about the person.
 */
export function isInClosedVocabulary(
  { header, leaves }: Header,
  leaf: Leaf,
  [from, to]: readonly [from: number, to: number],
  { isPart, isNumber, kind }: Pick<Needle, "isPart" | "isNumber" | "kind">,
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

/** One of several values, without padding; undefined for what reaches over several, or is long. */
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

/** The value of another attribute of the same item; empty where it has none. */
function sibling({ header, leaves }: Header, leaf: Leaf, tag: number): string {
  const own = leafIndex(leaves, leaf.start);
  for (let at = Math.max(0, own - farthest); at <= own + farthest; at++) {
    const one = leaves[at];
    if (one?.tag !== tag || one.within !== leaf.within) continue;
    return withoutPadding(header.slice(one.start, one.end));
  }
  return "";
}
