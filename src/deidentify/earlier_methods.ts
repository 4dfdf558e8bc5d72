import type { Header } from "../dicom/read/header.ts";
import * as Tag from "../dicom/tag.ts";
import { decodeText } from "../dicom/text/decode_text.ts";
import { deidentificationCodes } from "./profile/options.ts";

/** What a source says about an earlier de-identification, without identifying texts. */
export interface EarlierMethods {
  /** Values of DeidentificationMethod. */
  readonly methods: readonly string[];
  /** Codes of PS3.16 CID 7050. */
  readonly codes: readonly string[];
  /** LongitudinalTemporalInformationModified. */
  readonly temporal: string | undefined;
}

/** Replaces descriptions that could name a person. */
export const undescribed = "earlier de-identification; its description was removed";

const [longestValue, mostValues] = [64, 16];
const words = new Set(
  ("anonymised anonymized anonymizer anonymizing annex annexe application applied and attributes " +
    "based basic burned by characteristics clean cleaned clinical code codes confidentiality ctp " +
    "data date dates dcm dcm4che dcmodify dcmtk de default deid deidentification deidentified " +
    "descriptors details device dicom e elements features for from full gdcm gdcmanon graphics " +
    "group groups hashed header horos identification identified identifiers identity in " +
    "information institution intake karnak kitware level longitudinal method mirc modified of on " +
    "option options orthanc osirix overlay overlays patient per pixel pixels posda private " +
    "processor profile profiles ps pseudonymisation pseudonymised pseudonymization pseudonymized " +
    "pydicom recognizable remove removed replaced retain retained rsna rules safe see sequence " +
    "site standard structured supplement table tags tcia temporal the to trial uid uids using " +
    "values version visual with xnat").split(" "),
);
/** Parts of the standard, its editions, tags, and versions of programs that are named with them. */
const references = [
  /\bps ?3\.15(-?20\d\d[a-e]?)?\b/g,
  /\be\.\d(-\d)?\b/g,
  /\b20\d\d[a-e]\b/g,
  /\(?\b00\d\d, ?[0-9a-f]{4}\b\)?/g,
  /\b1131[01]\d\b/g,
  /\b(supplement|sup\.?) 142\b/g,
  /\b(ctp|dcmtk|dicom-intake|gdcm|karnak|orthanc|pydicom|xnat) v?\d+(\.\d+){1,2}(-[a-z]+\.?\d*)?/g,
];

/** Reads what a source says about an earlier de-identification (PS3.3 C.7.1.1). */
export function earlierMethods(header: Header): EarlierMethods {
  const element = header.find(Tag.DeidentificationMethod);
  const isText = element !== undefined && !element.items;
  const isShort = isText && element.valueEnd - element.valueStart <= longestValue * mostValues;
  const texts = isShort ? decodeText(header.value(element), "LO", header.characters) : [];
  const written = texts.filter((text) => text !== "");
  const methods = written.map((text) => isPublic(text) ? text : undescribed);
  return {
    methods: [...new Set(isText && !isShort ? [undescribed] : methods)],
    codes: codesOf(header),
    temporal: header.ascii(Tag.LongitudinalTemporalInformationModified),
  };
}

/** Whether a description consists of words that name no person, place or date. */
function isPublic(text: string): boolean {
  const rest = references.reduce((left, one) => left.replaceAll(one, " "), text.toLowerCase());
  const found = rest.split(/[\s,;:.()[\]/&+-]+/).filter((word) => word !== "");
  return text.length <= longestValue && found.every((word) => words.has(word));
}

function codesOf(header: Header): string[] {
  const items = header.find(Tag.DeidentificationMethodCodeSequence)?.items ?? [];
  return items.flatMap(({ elements }) => {
    const [code = "", scheme] = [Tag.CodeValue, Tag.CodingSchemeDesignator].map((tag) => {
      const element = elements.find((one) => one.tag === tag && !one.items);
      return element && decodeText(header.value(element), "SH", header.characters)[0];
    });
    return scheme === "DCM" && deidentificationCodes.has(code) ? [code] : [];
  });
}
