import { phantom } from "./phantom.ts";
import { writeFile, type Written } from "./write_explicit.ts";

const ctImageStorage = "1.2.840.10008.5.1.4.1.1.2";

/** Selects a study; equal numbers always give equal bytes. */
export interface StudyPlan {
  /** Determines the patient, the accession number and all UIDs. */
  readonly number: number;
  readonly images: number;
  /** Rows and columns. */
  readonly size: number;
}

/**
 * Yields the images of a synthetic CT study of an obviously invented patient, one file at a time.
 */
export function* syntheticStudy(plan: StudyPlan): Generator<{ name: string; bytes: Uint8Array }> {
  for (let index = 0; index < plan.images; index++) {
    const instance = uid(plan.number, 2, index + 1);
    yield {
      name: `IMG${String(index + 1).padStart(4, "0")}.dcm`,
      bytes: writeFile(ctImageStorage, instance, dataSet(plan, index, instance)),
    };
  }
}

function uid(study: number, kind: number, index: number): string {
  return `2.25.99${String(study).padStart(9, "0")}${kind}${String(index).padStart(7, "0")}`;
}

function dataSet({ number, images, size }: StudyPlan, index: number, instance: string): Written[] {
  const patient = String(number).padStart(4, "0");
  const day = String(number % 28 + 1).padStart(2, "0");
  return [
    [0x00080005, "CS", "ISO_IR 100"],
    [0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"],
    [0x00080016, "UI", ctImageStorage],
    [0x00080018, "UI", instance],
    [0x00080020, "DA", `202001${day}`],
    [0x00080021, "DA", `202001${day}`],
    [0x00080023, "DA", `202001${day}`],
    [0x00080030, "TM", "101500"],
    [0x00080033, "TM", "101600"],
    [0x00080050, "SH", `FAKE-ACC-${patient}`],
    [0x00080060, "CS", "CT"],
    [0x00080070, "LO", "Synthetic Devices"],
    [0x00080080, "LO", "FAKE HOSPITAL"],
    [0x00080090, "PN", "FAKE^REFERRER"],
    [0x00081030, "LO", "SYNTHETIC THORAX"],
    [0x0008103e, "LO", "PHANTOM 5MM"],
    [0x00081110, "SQ", [[
      [0x00081150, "UI", "1.2.840.10008.3.1.2.3.1"],
      [0x00081155, "UI", uid(number, 3, 1)],
    ]]],
    [0x00100010, "PN", `FAKE^PATIENT-${patient}`],
    [0x00100020, "LO", `FAKE-${patient}`],
    [0x00100030, "DA", "19000101"],
    [0x00100040, "CS", "O"],
    [0x00180015, "CS", "CHEST"],
    [0x00180050, "DS", "5"],
    [0x00180060, "DS", "120"],
    [0x0020000d, "UI", uid(number, 0, 1)],
    [0x0020000e, "UI", uid(number, 1, 1)],
    [0x00200010, "SH", `FAKE-${patient}`],
    [0x00200011, "IS", "1"],
    [0x00200012, "IS", "1"],
    [0x00200013, "IS", String(index + 1)],
    [0x00200032, "DS", `-200\\-200\\${(index - images / 2) * 5}`],
    [0x00200037, "DS", "1\\0\\0\\0\\1\\0"],
    [0x00200052, "UI", uid(number, 4, 1)],
    [0x00201040, "LO", ""],
    [0x00280002, "US", [1]],
    [0x00280004, "CS", "MONOCHROME2"],
    [0x00280010, "US", [size]],
    [0x00280011, "US", [size]],
    [0x00280030, "DS", "0.8\\0.8"],
    [0x00280100, "US", [16]],
    [0x00280101, "US", [16]],
    [0x00280102, "US", [15]],
    [0x00280103, "US", [1]],
    [0x00281050, "DS", "40"],
    [0x00281051, "DS", "400"],
    [0x00281052, "DS", "0"],
    [0x00281053, "DS", "1"],
    [0x00281054, "LO", "HU"],
    [0x7fe00010, "OW", phantom(size, index, images)],
  ];
}
