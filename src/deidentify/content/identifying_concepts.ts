import type { Element, Item } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import { decimal } from "../../dicom/text/decode_numbers.ts";
import { latinText, trimPadding } from "../../dicom/text/decode_text.ts";
import type { Options } from "../profile/options.ts";

const longestCode = 64;
const oldestAge = 89;

/** Concepts (PS3.16 annex D) whose value identifies a person, an order, a device or a place. */
const identifying = new Set(concepts(
  "DCM",
  `110119 110190 111700 111705 111706 111724 113516 113870 113871 113872 113873 113877 113880
   121008 121009 121013 121016 121017 121020 121021 121022 121029 121030 121031 121040 121041
   121081 121114 121148 121152`,
));
/** Concepts whose value is a characteristic of the patient: sex, age, height, weight, surface. */
const characteristics = new Set([
  ...concepts("DCM", "121032 121033"),
  ...concepts("LN", "29463-7 3141-9 3142-7 8302-2 3137-7 8277-6 39156-5"),
  ...concepts("SCT", "27113001 50373000 397669002 424144002 301898006 60621009"),
]);
const ages = new Set(["121033 DCM", "397669002 SCT", "424144002 SCT"]);

/**
 * Whether the value of a content item identifies a person, judged by its concept name: Subject
 * Name, Subject Birth Date, Person Observer Name, Accession Number … (TID 1001 and similar
 * templates).
 */
export function isIdentifyingItem(
  header: Header,
  elements: readonly Element[],
  options: Options,
): boolean {
  const [name] = elements.find(({ tag }) => tag === Tag.ConceptNameCodeSequence)?.items ?? [];
  if (!name) return false;
  const textOf = (tag: number): string => textIn(header, name, tag);
  const concept = `${textOf(Tag.CodeValue)} ${textOf(Tag.CodingSchemeDesignator)}`;
  if (identifying.has(concept)) return true;
  if (!characteristics.has(concept)) return false;
  if (!options.has("retainPatientCharacteristics")) return true;
  return ages.has(concept) && isOld(header, elements);
}

/** Ages of 90 years or more single out a person; months and days are never that many years. */
function isOld(header: Header, elements: readonly Element[]): boolean {
  const [value] = elements.find(({ tag }) => tag === Tag.MeasuredValueSequence)?.items ?? [];
  const age = value ? decimal(textIn(header, value, Tag.NumericValue)) : NaN;
  return !(age <= oldestAge);
}

function textIn(header: Header, { elements }: Item, tag: number): string {
  const element = elements.find((one) => one.tag === tag && !one.items);
  if (!element || element.valueEnd - element.valueStart > longestCode) return "";
  return trimPadding(latinText(header.value(element)));
}

/** Codes of one scheme, written as `code scheme`. */
function concepts(scheme: string, codes: string): string[] {
  return codes.split(/\s+/).map((code) => `${code} ${scheme}`);
}
