import type { Options } from "../../deidentify/profile/options.ts";
import { Profile } from "../../deidentify/profile/profile.ts";
import { PseudonymKey } from "../../deidentify/pseudonyms/pseudonym_key.ts";
import type { Visit } from "../../deidentify/visit.ts";
import { dictionaryEntry, vrOf } from "../../dicom/dictionary.ts";
import * as Tag from "../../dicom/tag.ts";
import { tagOfEdited } from "../../dicom/write/edited.ts";
import { deidentifyImage } from "../../pipeline/image/deidentify_image.ts";
import { openImage } from "../../pipeline/image/open_image.ts";
import { unruledImage } from "../../pipeline/image/screen_and_redact.ts";
import { fileInMemory } from "../../system/readable_file.ts";
import { writeFile, type Written } from "../demo/write_explicit.ts";

/**
 * The effect of several sets of options on the elements of an example: one row for each element,
 * with its meaning and keyword, and one result for each set.
 */
export function explainPresets(sets: readonly Options[]): string[][] {
  const results = sets.map(resultsOf);
  return [...exampleMeanings].map(([tag, meaning]) => [
    meaning,
    dictionaryEntry(tag)?.keyword ?? "",
    ...results.map((of) => of.get(tag) ?? ""),
  ]);
}

function resultsOf(options: Options): ReadonlyMap<number, string> {
  const results = new Map<number, string>();
  const observe = (visit: Visit): void => {
    if (visit.depth === 0) results.set(visit.element.tag, wordOf(visit));
  };
  const { elements } = deidentifyImage(
    openImage(fileInMemory(exampleImage())),
    unruledImage,
    { code: "explain" },
    { rules: undefined, profile: new Profile(options), key: new PseudonymKey(new Uint8Array(32)) },
    observe,
  );
  const left = new Set(elements.map(tagOfEdited));
  return new Map([...results].map(([tag, result]) => [tag, left.has(tag) ? result : "removed"]));
}

/** Like resultOf, but distinguishes a value that was cleaned from one that was replaced. */
function wordOf(visit: Visit): string {
  const result = resultOf(visit);
  if (visit.decision.action !== "C" || result !== "replaced") return result;
  return vrOf(visit.element) === "DA" ? "moved" : "cleaned";
}

/** Names the result for an element in one or two words. */
export function resultOf({ outcome }: Pick<Visit, "outcome">): string {
  if (!outcome) return "removed";
  if ("kept" in outcome) return "kept";
  if ("items" in outcome) return outcome.items.length === 0 ? "emptied" : "items edited";
  return outcome.value.length === 0 ? "emptied" : "replaced";
}

const mrImageStorage = "1.2.840.10008.5.1.4.1.1.4";
const instance = "2.25.9900000000000000001";

/** An element with the name of what it stands for, in words of a department. */
const exampleElements: readonly (readonly [meaning: string, element: Written])[] = [
  ["name of the patient", [Tag.PatientName, "PN", "FAKE^PATIENT"]],
  ["number of the patient", [Tag.PatientID, "LO", "FAKE-0001"]],
  ["accession number", [Tag.AccessionNumber, "SH", "FAKE-ACC-1"]],
  ["study UID", [Tag.StudyInstanceUID, "UI", "2.25.9900000000000000002"]],
  ["study date", [Tag.StudyDate, "DA", "20200115"]],
  ["date of birth", [Tag.PatientBirthDate, "DA", "19600101"]],
  ["sex", [Tag.PatientSex, "CS", "O"]],
  ["age", [Tag.PatientAge, "AS", "060Y"]],
  ["weight", [Tag.PatientWeight, "DS", "70"]],
  ["referring physician", [Tag.ReferringPhysicianName, "PN", "FAKE^REFERRER"]],
  ["institution", [Tag.InstitutionName, "LO", "FAKE HOSPITAL"]],
  ["station", [Tag.StationName, "SH", "FAKEMR1"]],
  ["serial number of the scanner", [Tag.DeviceSerialNumber, "LO", "FAKE-4711"]],
  ["manufacturer and model", [Tag.ManufacturerModelName, "LO", "Synthetic 3T"]],
  ["study description", [Tag.StudyDescription, "LO", "MR BRAIN WITHOUT CONTRAST"]],
  ["series description", [Tag.SeriesDescription, "LO", "AXIAL DIFFUSION"]],
  ["comments on the patient", [Tag.PatientComments, "LT", "FAKE, call 555-0100"]],
  ["echo time", [Tag.EchoTime, "DS", "90"]],
  ["pixel spacing", [Tag.PixelSpacing, "DS", "2\\2"]],
  ["private: b-value", [0x0019100c, "IS", "1000"]],
  ["private: not in the standard's list", [0x001910fe, "LO", "FAKE"]],
];

const otherElements: readonly Written[] = [
  [Tag.SOPClassUID, "UI", mrImageStorage],
  [Tag.SOPInstanceUID, "UI", instance],
  [Tag.Modality, "CS", "MR"],
  [0x00190010, "LO", "SIEMENS MR HEADER"],
  [Tag.SeriesInstanceUID, "UI", "2.25.9900000000000000003"],
  [Tag.SamplesPerPixel, "US", [1]],
  [Tag.PhotometricInterpretation, "CS", "MONOCHROME2"],
  [Tag.Rows, "US", [2]],
  [Tag.Columns, "US", [2]],
  [Tag.BitsAllocated, "US", [16]],
  [Tag.BitsStored, "US", [12]],
  [Tag.HighBit, "US", [11]],
  [Tag.PixelRepresentation, "US", [0]],
  [Tag.PixelData, "OW", new Uint8Array(8)],
];

/** What the elements of the example stand for, by tag, in the order in which they are shown. */
const exampleMeanings: ReadonlyMap<number, string> = new Map(
  exampleElements.map(([meaning, [tag]]) => [tag, meaning]),
);

/** An MR image of an obviously fake patient with an element of each kind that options decide on. */
function exampleImage(): Uint8Array {
  const all = [...exampleElements.map(([, element]) => element), ...otherElements];
  return writeFile(mrImageStorage, instance, all.toSorted(([a], [b]) => a - b));
}
