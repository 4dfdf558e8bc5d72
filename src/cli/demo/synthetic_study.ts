import { join } from "node:path";
import * as Tag from "../../dicom/tag.ts";
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
    [Tag.SpecificCharacterSet, "CS", "ISO_IR 100"],
    [Tag.ImageType, "CS", "ORIGINAL\\PRIMARY\\AXIAL"],
    [Tag.SOPClassUID, "UI", ctImageStorage],
    [Tag.SOPInstanceUID, "UI", instance],
    [Tag.StudyDate, "DA", `202001${day}`],
    [Tag.SeriesDate, "DA", `202001${day}`],
    [Tag.ContentDate, "DA", `202001${day}`],
    [Tag.StudyTime, "TM", "101500"],
    [Tag.ContentTime, "TM", "101600"],
    [Tag.AccessionNumber, "SH", `FAKE-ACC-${patient}`],
    [Tag.Modality, "CS", "CT"],
    [Tag.Manufacturer, "LO", "Synthetic Devices"],
    [Tag.InstitutionName, "LO", "FAKE HOSPITAL"],
    [Tag.ReferringPhysicianName, "PN", "FAKE^REFERRER"],
    [Tag.StudyDescription, "LO", "SYNTHETIC THORAX"],
    [Tag.SeriesDescription, "LO", "PHANTOM 5MM"],
    [Tag.ReferencedStudySequence, "SQ", [[
      [Tag.ReferencedSOPClassUID, "UI", "1.2.840.10008.3.1.2.3.1"],
      [Tag.ReferencedSOPInstanceUID, "UI", uid(number, 3, 1)],
    ]]],
    [Tag.PatientName, "PN", `FAKE^PATIENT-${patient}`],
    [Tag.PatientID, "LO", `FAKE-${patient}`],
    [Tag.PatientBirthDate, "DA", "19000101"],
    [Tag.PatientSex, "CS", "O"],
    [Tag.BodyPartExamined, "CS", "CHEST"],
    [Tag.SliceThickness, "DS", "5"],
    [Tag.KVP, "DS", "120"],
    [Tag.StudyInstanceUID, "UI", uid(number, 0, 1)],
    [Tag.SeriesInstanceUID, "UI", uid(number, 1, 1)],
    [Tag.StudyID, "SH", `FAKE-${patient}`],
    [Tag.SeriesNumber, "IS", "1"],
    [Tag.AcquisitionNumber, "IS", "1"],
    [Tag.InstanceNumber, "IS", String(index + 1)],
    [Tag.ImagePositionPatient, "DS", `-200\\-200\\${(index - images / 2) * 5}`],
    [Tag.ImageOrientationPatient, "DS", "1\\0\\0\\0\\1\\0"],
    [Tag.FrameOfReferenceUID, "UI", uid(number, 4, 1)],
    [Tag.PositionReferenceIndicator, "LO", ""],
    ...pixelModule(size),
    [Tag.PixelData, "OW", phantom(size, index, images)],
  ];
}

/** Signed integers of 16 bits, in Hounsfield units (PS3.3 C.7.6.3, C.11.1, C.11.2). */
function pixelModule(size: number): Written[] {
  return [
    [Tag.SamplesPerPixel, "US", [1]],
    [Tag.PhotometricInterpretation, "CS", "MONOCHROME2"],
    [Tag.Rows, "US", [size]],
    [Tag.Columns, "US", [size]],
    [Tag.PixelSpacing, "DS", "0.8\\0.8"],
    [Tag.BitsAllocated, "US", [16]],
    [Tag.BitsStored, "US", [16]],
    [Tag.HighBit, "US", [15]],
    [Tag.PixelRepresentation, "US", [1]],
    [Tag.WindowCenter, "DS", "40"],
    [Tag.WindowWidth, "DS", "400"],
    [Tag.RescaleIntercept, "DS", "0"],
    [Tag.RescaleSlope, "DS", "1"],
    [Tag.RescaleType, "LO", "HU"],
  ];
}

/**
 * The pixels of a synthetic CT slice: a body, two dark lungs that grow from slice to slice, and a
 * bright spine. Signed 16 bit little endian, `size` × `size`, in Hounsfield units.
 */
function phantom(size: number, slice: number, slices: number): Uint8Array {
  const pixels = new Int16Array(size * size);
  const lung = 0.16 + 0.1 * Math.sin(Math.PI * (slice + 0.5) / slices);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = column / size - 0.5;
      const y = row / size - 0.5;
      pixels[row * size + column] = density(x, y, lung) + (row * 7 + column * 13 + slice) % 9;
    }
  }
  return new Uint8Array(pixels.buffer);
}

function density(x: number, y: number, lung: number): number {
  if (inEllipse(x, y, 0.45, 0.35) > 1) return -1000;
  if (inEllipse(x, y - 0.24, 0.05, 0.06) <= 1) return 700;
  if (inEllipse(Math.abs(x) - 0.2, y, lung * 0.6, lung) <= 1) return -800;
  return 40;
}

function inEllipse(x: number, y: number, width: number, height: number): number {
  return (x / width) ** 2 + (y / height) ** 2;
}

/**
 * Writes a folder as a correct sender does: under an unfinished name, which is changed when the
 * last file is there. Returns the final path.
 */
export function dropFolder(
  inbox: string,
  name: string,
  files: Iterable<{ name: string; bytes: Uint8Array }>,
): string {
  const unfinished = join(inbox, `${name}.tmp${Deno.pid}`);
  Deno.mkdirSync(unfinished, { recursive: true });
  for (const file of files) Deno.writeFileSync(join(unfinished, file.name), file.bytes);
  const finished = join(inbox, name);
  Deno.renameSync(unfinished, finished);
  return finished;
}
