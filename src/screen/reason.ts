import { dictionaryEntry } from "../dicom/dictionary.ts";
import { tagHex } from "../dicom/tag_hex.ts";
import type { Criterion, FilterRule } from "../recipe/recipe.ts";
import type { Attributes } from "./attributes.ts";
import { criteriaMet } from "./criteria.ts";
import { definedTerm, hasDefinedTerms } from "./defined_terms.ts";
import * as Tag from "../dicom/tag.ts";

/**
 * Why a rule applies to an image, in DICOM terms: "BurnedInAnnotation is absent, Modality US". The
 * text has keywords and defined terms only, never another value of the file. The class in the file
 * meta information is named only if it differs from that of the data set.
 */
export function reasonOf(rule: FilterRule, attributes: Attributes): string {
  const criteria = (criteriaMet(rule, attributes) ?? []).filter(({ tag }) =>
    tag !== Tag.MediaStorageSOPClassUID ||
    attributes.values(Tag.SOPClassUID)[0] !== attributes.values(tag)[0]
  );
  if (criteria.length === 0) return "the rule applies to every image";
  return [...new Set(criteria.map((criterion) => describe(criterion, attributes)))].join(", ");
}

function describe({ kind, tag, pattern }: Criterion, attributes: Attributes): string {
  if (tag === undefined) return "an attribute that is not in PS3.6 is absent";
  const name = nameOf(tag);
  const state = attributes.state(tag);
  if (state === "missing") return `${name} is absent`;
  if (state === "empty") return `${name} is empty`;
  if (!hasDefinedTerms(tag)) return `${name} ${stateOf(kind)}`;
  const values = attributes.values(tag);
  const isPositive = kind === "contains" || kind === "equals";
  return `${name} ${
    termsOf(tag, isPositive ? values.filter((one) => pattern?.test(one)) : values)
  }`;
}

function stateOf(kind: Criterion["kind"]): string {
  if (kind === "contains" || kind === "equals") return "matches the rule";
  return kind === "present" ? "is present" : "does not match the rule";
}

function termsOf(tag: number, values: readonly string[]): string {
  const terms = values.map((value) => definedTerm(tag, value)).filter((term) => term !== undefined);
  if (terms.length === 0) return "is not a defined term";
  return terms.join(", ") + (terms.length < values.length ? " and others" : "");
}

function nameOf(tag: number): string {
  const hex = tagHex(tag);
  return dictionaryEntry(tag)?.keyword || `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
