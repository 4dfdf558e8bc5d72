import type { IdentityRow, ImageRow } from "../model/image.ts";
import { subjectTags } from "../deidentify/subject.ts";
import { type JsonDataSet, jsonModel } from "../dicom/json_model.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";
import type { WrittenImage } from "./write_image.ts";

/** Longer values are cut off: an index cannot hold very long ones. */
const maxTextLength = 256;

/** The Image row of a written image, made from the elements that were written. */
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

function identityOf(image: DeidentifiedImage): IdentityRow {
  const { header, told, subject: { original }, newUids } = image;
  const storedOrNull = (value: string | undefined): string | null =>
    value === undefined ? null : storable(value);
  return {
    issuer: storedOrNull(original.issuer),
    isQualified: original.isQualified,
    ...(told ? { told } : {}),
    patientId: storedOrNull(original.patientID),
    patientName: storedOrNull(header.text(subjectTags.PatientName)),
    birthDate: storedOrNull(header.ascii(subjectTags.PatientBirthDate)),
    studyInstanceUid: storable(original.StudyInstanceUID),
    sopInstanceUid: storable(original.SOPInstanceUID),
    studyDate: storedOrNull(header.ascii(0x00080020)),
    accessionIssuer: storedOrNull(original.accessionIssuer),
    accessionNumber: storedOrNull(original.accession),
    uids: Array.from(newUids, ([uid, pseudonym]) => ({ uid: storable(uid), pseudonym })),
  };
}

function text(json: JsonDataSet, tag: string): string | null {
  const value = json[tag]?.Value?.[0];
  return typeof value === "string" ? value.slice(0, maxTextLength).toWellFormed() : null;
}

/**
 * PostgreSQL stores every character except NUL, which no value may contain anyway (PS3.5 6.1.3).
 */
function storable(value: string): string {
  return value.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** A number that fits into an integer column, otherwise null. */
function integer(json: JsonDataSet, tag: string): number | null {
  const value = json[tag]?.Value?.[0];
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? Number(value) : null;
}

/** `YYYY-MM-DD` if a DA value (PS3.5 6.2) is a valid date, otherwise null. */
function isoDate(value: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value ?? "") ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return isDay && Number(year) > 0 ? `${year}-${month}-${day}` : null;
}
