import * as Tag from "../../dicom/tag.ts";
import { trimPadding } from "../../dicom/text/decode_text.ts";
import type { Leaf } from "../facts/output_element.ts";
import { leafIndex, type OutputFile } from "../facts/output_file.ts";
import tables from "./defined_terms.tsv" with { type: "text" };
import others from "./other_terms.tsv" with { type: "text" };
import list from "./scanner_words.txt" with { type: "text" };
import type { SearchTerm } from "./search_term.ts";
import { isStandardCode, isStandardMeaning, isStandardScheme } from "./standard_codes.ts";

type Header = Pick<OutputFile, "header" | "leaves">;

/** Patient orientations (PS3.3 C.7.6.1.1.1): letters can be combined, so no list is complete. */
const orientations = new Set([Tag.PatientOrientation, Tag.DisplaySetPatientOrientation]);
const orientation = /^[lraphf]{1,3}$/;
/** Identifiers of context groups and templates, which are numbers in PS3.16. */
const groupIdentifiers = new Set([Tag.ContextIdentifier, Tag.TemplateIdentifier]);
const groupIdentifier = /^\d{1,5}[a-z]?$/;
/** Values that this program writes about itself and its method, independent of the source. */
const own: ReadonlyMap<number, RegExp> = new Map([
  [Tag.ImplementationVersionName, /^dicom_intake$/],
  [Tag.DeidentificationMethod, /^(dicom-intake \S+, ps3\.15 e\.1-1 \d{4}[a-e]|rules of the site)$/],
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
  if (tag === Tag.SoftwareVersions && (isNumber || kind === "BIRTH_DATE")) return true;
  if (isPart && !isNumber && isOfScanner(tag, text)) return true;
  if (tag === Tag.CodingSchemeDesignator) return isStandardScheme(text);
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
  return to - start <= after ? trimPadding(text.slice(before, after)) : undefined;
}

function isPublishedCode(output: Header, leaf: Leaf, text: string): boolean {
  const { tag } = leaf;
  if (tag !== Tag.CodeValue && tag !== Tag.LongCodeValue && tag !== Tag.CodeMeaning) return false;
  const scheme = sibling(output, leaf, Tag.CodingSchemeDesignator);
  if (tag !== Tag.CodeMeaning) return isStandardCode(scheme, text);
  const code = sibling(output, leaf, Tag.CodeValue) || sibling(output, leaf, Tag.LongCodeValue);
  return isStandardMeaning(scheme, code, text);
}

/** The value of another attribute of the same item; empty if there is none. */
function sibling({ header, leaves }: Header, leaf: Leaf, tag: number): string {
  const own = leafIndex(leaves, leaf.start);
  for (let at = Math.max(0, own - farthest); at <= own + farthest; at++) {
    const one = leaves[at];
    if (one?.tag !== tag || one.within !== leaf.within) continue;
    return trimPadding(header.slice(one.start, one.end));
  }
  return "";
}

let known: ReadonlyMap<number, ReadonlySet<string>> | undefined;

/**
 * Whether one value of an attribute is among its defined terms or enumerated values (PS3.3, VR CS).
 * `text` must be in lower case and without padding.
 */
export function isDefinedTerm(tag: number, text: string): boolean {
  known ??= parse(`${tables}\n${others}`);
  return known.get(tag)?.has(text) ?? false;
}

/** The tags that have defined terms; used by tests of the tables. */
export function tagsWithTerms(): Iterable<number> {
  known ??= parse(`${tables}\n${others}`);
  return known.keys();
}

function parse(text: string): ReadonlyMap<number, ReadonlySet<string>> {
  const terms = new Map<number, Set<string>>();
  for (const line of text.split("\n")) {
    const [tags = "", , list = ""] = line.split("\t");
    if (line === "" || line.startsWith("#")) continue;
    for (const hex of tags.split(" ")) {
      const tag = parseInt(hex, 16);
      const found = terms.get(tag) ?? new Set<string>();
      terms.set(tag, found);
      for (const term of list.toLowerCase().split("\\")) found.add(term);
    }
  }
  return terms;
}

const words: ReadonlySet<string> = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);
/** Attributes that scanners fill by themselves; no person types their values. */
const attributes: ReadonlySet<number> = new Set([
  Tag.Manufacturer,
  Tag.ManufacturerModelName,
  Tag.SoftwareVersions,
  Tag.SecondaryCaptureDeviceManufacturer,
  Tag.SecondaryCaptureDeviceManufacturerModelName,
  Tag.SecondaryCaptureDeviceSoftwareVersions,
  Tag.SequenceName,
  Tag.FilterType,
  Tag.ConvolutionKernel,
  Tag.ReceiveCoilName,
  Tag.TransmitCoilName,
  Tag.ReceiveCoilManufacturerName,
  Tag.RescaleType,
  Tag.WindowCenterWidthExplanation,
  Tag.PositionReferenceIndicator,
  Tag.Radiopharmaceutical,
  Tag.RadiopharmaceuticalRoute,
  Tag.AttenuationCorrectionMethod,
  Tag.ReconstructionMethod,
  Tag.ScatterCorrectionMethod,
]);
const word = /[a-z]+/g;
const ascii = /^[ -~]*$/;

/**
 * Whether a value (in lower case) of such an attribute consists only of words that scanners write.
 */
function isOfScanner(tag: number, text: string): boolean {
  if (!attributes.has(tag) || !ascii.test(text)) return false;
  return (text.match(word) ?? []).every((one) => one.length < 3 || words.has(one));
}
