import { writeFile, type Written } from "./write_explicit.ts";

const mrImageStorage = "1.2.840.10008.5.1.4.1.1.4";
const instance = "2.25.9900000000000000001";

/** An element with the name of what it stands for, in words of a department. */
const elements: readonly (readonly [meaning: string, element: Written])[] = [
  ["name of the patient", [0x00100010, "PN", "FAKE^PATIENT"]],
  ["number of the patient", [0x00100020, "LO", "FAKE-0001"]],
  ["accession number", [0x00080050, "SH", "FAKE-ACC-1"]],
  ["study UID", [0x0020000d, "UI", "2.25.9900000000000000002"]],
  ["study date", [0x00080020, "DA", "20200115"]],
  ["date of birth", [0x00100030, "DA", "19600101"]],
  ["sex", [0x00100040, "CS", "O"]],
  ["age", [0x00101010, "AS", "060Y"]],
  ["weight", [0x00101030, "DS", "70"]],
  ["referring physician", [0x00080090, "PN", "FAKE^REFERRER"]],
  ["institution", [0x00080080, "LO", "FAKE HOSPITAL"]],
  ["station", [0x00081010, "SH", "FAKEMR1"]],
  ["serial number of the scanner", [0x00181000, "LO", "FAKE-4711"]],
  ["manufacturer and model", [0x00081090, "LO", "Synthetic 3T"]],
  ["study description", [0x00081030, "LO", "MR BRAIN WITHOUT CONTRAST"]],
  ["series description", [0x0008103e, "LO", "AXIAL DIFFUSION"]],
  ["comments on the patient", [0x00104000, "LT", "FAKE, call 555-0100"]],
  ["echo time", [0x00180081, "DS", "90"]],
  ["pixel spacing", [0x00280030, "DS", "2\\2"]],
  ["private: b-value", [0x0019100c, "IS", "1000"]],
  ["private: not in the standard's list", [0x001910fe, "LO", "FAKE"]],
];

const rest: readonly Written[] = [
  [0x00080016, "UI", mrImageStorage],
  [0x00080018, "UI", instance],
  [0x00080060, "CS", "MR"],
  [0x00190010, "LO", "SIEMENS MR HEADER"],
  [0x0020000e, "UI", "2.25.9900000000000000003"],
  [0x00280002, "US", [1]],
  [0x00280004, "CS", "MONOCHROME2"],
  [0x00280010, "US", [2]],
  [0x00280011, "US", [2]],
  [0x00280100, "US", [16]],
  [0x00280101, "US", [12]],
  [0x00280102, "US", [11]],
  [0x00280103, "US", [0]],
  [0x7fe00010, "OW", new Uint8Array(8)],
];

/** What the elements of the example stand for, by tag, in the order in which they are shown. */
export const exampleMeanings: ReadonlyMap<number, string> = new Map(
  elements.map(([meaning, [tag]]) => [tag, meaning]),
);

/** An MR image of an obviously fake patient with an element of each kind that options decide on. */
export function exampleImage(): Uint8Array {
  const all = [...elements.map(([, element]) => element), ...rest];
  return writeFile(mrImageStorage, instance, all.toSorted(([a], [b]) => a - b));
}
