import * as Tag from "../../dicom/tag.ts";
import list from "./institution_words.txt" with { type: "text" };
import type { PublicWords } from "./public_words.ts";

const shared = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);
const shortestWord = 6;
const shortestWhole = 8;
const shortestStation = 6;
const eastAsian = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Attributes that describe a device. Their values can contain the name of a place or a station. */
const deviceTags = new Set([
  Tag.Manufacturer,
  Tag.ManufacturerModelName,
  Tag.SoftwareVersions,
  Tag.ConvolutionKernel,
  Tag.SequenceName,
  Tag.ReceiveCoilName,
  Tag.TransmitCoilName,
]);

/** Attributes that say where an image was made: institution, address, department, station. */
export const institutionTags: ReadonlySet<number> = new Set([
  Tag.InstitutionName,
  Tag.InstitutionAddress,
  Tag.StationName,
  Tag.InstitutionalDepartmentName,
  Tag.ClinicalTrialSiteName,
  Tag.ScheduledStationName,
  Tag.ScheduledProcedureStepLocation,
  Tag.PerformedStationName,
  Tag.PerformedLocation,
]);

/** A search term that names an institution. */
export interface InstitutionTerm {
  readonly text: string;
  /** A single word of the value, or a station name. It can also be part of a device name. */
  readonly isPart: boolean;
}

/**
 * The search terms for a value that names an institution: the value and its lines if they have at
 * least eight characters, words of at least six letters, and names of letters and digits
 * (`MRC40123`) of at least six characters. Words that many institutions share, and public words,
 * are not search terms.
 */
export function institutionTerms(text: string, words: PublicWords): InstitutionTerm[] {
  const lines = [text, ...text.split(/[\\^\r\n,;]+/)].map((line) => line.trim())
    .filter((line) => isLong(line, shortestWhole) && wordsOf(line).some(isDistinctive));
  const parts = wordsOf(text).filter((word) => isLong(word, shortestWord) && isDistinctive(word));
  const codes = text.split(/[\s\\^,;()]+/).filter(isCode);
  return [
    ...lines.map((line) => ({ text: line, isPart: wordsOf(line).length === 1 })),
    ...[...parts, ...codes].map((part) => ({ text: part, isPart: true })),
  ];

  function isDistinctive(word: string): boolean {
    return !shared.has(plain(word)) && !words.isPublic(word) && isLong(word, 4);
  }
}

/**
 * Whether a term found in this attribute is a finding; device attributes can contain single words.
 */
export function countsInDevice(tag: number, isPart: boolean): boolean {
  return !isPart || !deviceTags.has(tag);
}

function wordsOf(text: string): string[] {
  return text.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
}

/** Letters and digits, at least two of each, so neither a number nor a modality with a digit. */
function isCode(word: string): boolean {
  return word.length >= shortestStation && (word.match(/\d/g)?.length ?? 0) > 1 &&
    (word.match(/\p{L}/gu)?.length ?? 0) > 1;
}

function isLong(text: string, least: number): boolean {
  const length = [...text].length;
  return length >= least || (eastAsian.test(text) && length >= 3);
}

function plain(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}
