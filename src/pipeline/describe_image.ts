import type { IdentityRow, ImageRow } from "../model/image.ts";
import { subjectTags } from "../deidentify/subject.ts";
import { type JsonDataSet, jsonModel } from "../dicom/json_model.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";
import type { WrittenImage } from "./write_image.ts";

/** No value of these attributes may be longer; an index cannot hold what is far longer. */
const longestText = 256;

/** The Image row of an image that was written, read from what was written. */
export function describeImage(
  image: DeidentifiedImage,
  file: FolderEntry,
  written: WrittenImage,
): Omit<ImageRow, "findings"> {
  const { header, subject, uids } = image;
  const json = jsonModel(header, image.elements);
  return {
    fileNumber: file.number,
    sourcePath: file.path,
    path: written.path,
    bytes: written.bytes,
    sha256: written.sha256,
    sopInstanceUid: uids.SOPInstanceUID,
    sopClassUid: image.sopClassUID ?? null,
    transferSyntaxUid: header.transferSyntaxUID,
    instanceNumber: integer(json, "00200013"),
    imageRows: integer(json, "00280010"),
    imageColumns: integer(json, "00280011"),
    frames: integer(json, "00280008"),
    header: JSON.stringify(json),
    studyInstanceUid: uids.StudyInstanceUID,
    patient: subject.patient,
    accession: subject.accession ?? null,
    studyDate: isoDate(text(json, "00080020")),
    studyDescription: text(json, "00081030"),
    seriesInstanceUid: uids.SeriesInstanceUID,
    seriesNumber: integer(json, "00200011"),
    modality: text(json, "00080060"),
    bodyPart: text(json, "00180015"),
    seriesDescription: text(json, "0008103E"),
    manufacturer: text(json, "00080070"),
    model: text(json, "00081090"),
    screening: image.screening,
    keptByRecipe: image.keptByRecipe,
    repairs: [...header.facts.repairs],
    identity: identityOf(image),
  };
}

function identityOf({ header, told, subject: { original } }: DeidentifiedImage): IdentityRow {
  const kept = (value: string | undefined): string | null =>
    value === undefined ? null : storable(value);
  return {
    issuer: kept(original.issuer),
    isQualified: original.isQualified,
    ...(told ? { told } : {}),
    patientId: kept(original.patientID),
    patientName: kept(header.text(subjectTags.PatientName)),
    birthDate: kept(header.ascii(subjectTags.PatientBirthDate)),
    studyInstanceUid: storable(original.StudyInstanceUID),
    sopInstanceUid: storable(original.SOPInstanceUID),
    studyDate: kept(header.ascii(0x00080020)),
    accessionIssuer: kept(original.accessionIssuer),
    accessionNumber: kept(original.accession),
  };
}

function text(json: JsonDataSet, tag: string): string | null {
  const value = json[tag]?.Value?.[0];
  return typeof value === "string" ? value.slice(0, longestText).toWellFormed() : null;
}

/** PostgreSQL stores every character but NUL, which no value may hold anyway (PS3.5 6.1.3). */
function storable(value: string): string {
  return value.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** A number that fits a column of integers. */
function integer(json: JsonDataSet, tag: string): number | null {
  const value = json[tag]?.Value?.[0];
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? Number(value) : null;
}

/** `YYYY-MM-DD` of a DA value (PS3.5 6.2) that is a day of the calendar. */
function isoDate(value: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value ?? "") ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return isDay && Number(year) > 0 ? `${year}-${month}-${day}` : null;
}
