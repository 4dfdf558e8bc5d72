import { phantom } from "./phantom.ts";
import { writeFile, type Written } from "./write_explicit.ts";
import * as Tag from "../dicom/tag.ts";

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
    [Tag.PixelData, "OW", phantom(size, index, images)],
  ];
}
