import { join } from "node:path";
import type { ElementMemory } from "../../dicom/element_memory.ts";
import * as Tag from "../../dicom/tag.ts";
import {
  type DescribedDataSet,
  type DescribedElement,
  describeElements,
} from "../../dicom/write/describe_elements.ts";
import { writeDicomFile } from "../../dicom/write/write_file.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import type { IdentityRow, ImageRow } from "../../model/image.ts";
import { StagedFile, type WrittenBytes } from "../../output/staged_file.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";

/** A written image; `path` is below the staged folder. */
export interface WrittenImage {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Opens the written file for reading. */
  readonly reread: () => WrittenBytes;
  /** Makes the file durable and closes it; must be called. */
  readonly sync: () => Promise<void>;
  /** Deletes the file instead of keeping it. */
  readonly remove: () => void;
}

/** The path of an image in the output of its Batch; it consists of the new UIDs. */
export function imagePath({ uids }: Pick<DeidentifiedImage, "uids">): string {
  return join(uids.StudyInstanceUID, uids.SeriesInstanceUID, `${uids.SOPInstanceUID}.dcm`);
}

/**
 * Writes an image below a staged folder. If another file of its Batch already has its path, because
 * both have the same SOPInstanceUID, the file number is appended to the name until it is decided
 * which of them is kept. Throws SkippedFileError; IntakeError OUTPUT_UNWRITABLE.
 */
export function writeImage(
  image: DeidentifiedImage,
  staged: string,
  fileNumber: number,
  buffer: Uint8Array,
): WrittenImage {
  const path = imagePath(image);
  const contested = `${path}.${fileNumber}`;
  const file = new StagedFile(join(staged, path), join(staged, contested));
  try {
    const { sopClassUID, transferSyntaxUID, uids } = image;
    const meta = { sopClassUID, transferSyntaxUID, sopInstanceUID: uids.SOPInstanceUID };
    const { bytes, sha256 } = writeDicomFile(image.header, image.elements, meta, file, buffer);
    const isContested = file.path !== join(staged, path);
    return {
      path: isContested ? contested : path,
      bytes,
      sha256,
      reread: () => file.reread(),
      sync: () => file.sync(),
      remove: () => file.remove(),
    };
  } catch (error) {
    file.remove();
    throw error;
  }
}

/** Longer values are cut off: an index cannot hold very long ones. */
const maxTextLength = 256;

/**
 * The Image row of a written image, made from the elements that were written. `memory` has the
 * descriptions of elements that an image before had too.
 */
export function describeImage(
  image: DeidentifiedImage,
  file: FolderEntry,
  written: WrittenImage,
  memory?: ElementMemory<DescribedElement>,
): Omit<ImageRow, "findings"> {
  const { header, subject, uids } = image;
  const json = describeElements(header, image.elements, memory);
  return {
    fileNumber: file.number,
    sourcePath: file.path,
    path: written.path,
    bytes: written.bytes,
    sha256: written.sha256,
    sopInstanceUid: uids.SOPInstanceUID,
    sopClassUid: image.sopClassUID ?? null,
    transferSyntaxUid: image.transferSyntaxUID,
    instanceNumber: integer(json, Tag.InstanceNumber),
    imageRows: integer(json, Tag.Rows),
    imageColumns: integer(json, Tag.Columns),
    frames: integer(json, Tag.NumberOfFrames),
    header: json.text,
    studyInstanceUid: uids.StudyInstanceUID,
    patient: subject.patient,
    accession: subject.accession ?? null,
    studyDate: isoDate(text(json, Tag.StudyDate)),
    studyDescription: text(json, Tag.StudyDescription),
    seriesInstanceUid: uids.SeriesInstanceUID,
    seriesNumber: integer(json, Tag.SeriesNumber),
    modality: text(json, Tag.Modality),
    bodyPart: text(json, Tag.BodyPartExamined),
    seriesDescription: text(json, Tag.SeriesDescription),
    manufacturer: text(json, Tag.Manufacturer),
    model: text(json, Tag.ManufacturerModelName),
    screening: image.screening,
    keptByRecipe: image.keptByRecipe,
    repairs: [...header.facts.repairs],
    identity: identityOf(image),
  };
}

function identityOf(image: DeidentifiedImage): IdentityRow {
  const { facts, told, subject: { original }, newUids } = image;
  const storedOrNull = (value: string | undefined): string | null =>
    value === undefined ? null : storable(value);
  return {
    issuer: storedOrNull(original.issuer),
    isQualified: original.isQualified,
    ...(told ? { told } : {}),
    patientId: storedOrNull(original.patientID),
    patientName: storedOrNull(facts.patient.name),
    birthDate: storedOrNull(facts.patient.birthDate),
    studyInstanceUid: storable(original.StudyInstanceUID),
    sopInstanceUid: storable(original.SOPInstanceUID),
    studyDate: storedOrNull(facts.studyDate),
    accessionIssuer: storedOrNull(original.accessionIssuer),
    accessionNumber: storedOrNull(original.accession),
    uids: Array.from(newUids, ([uid, pseudonym]) => ({ uid: storable(uid), pseudonym })),
  };
}

function text(json: DescribedDataSet, tag: number): string | null {
  const value = json.find(tag)?.Value?.[0];
  return typeof value === "string" ? value.slice(0, maxTextLength).toWellFormed() : null;
}

/**
 * PostgreSQL stores every character except NUL, which no value may contain anyway (PS3.5 6.1.3).
 */
function storable(value: string): string {
  return value.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** A number that fits into an integer column, otherwise null. */
function integer(json: DescribedDataSet, tag: number): number | null {
  const value = json.find(tag)?.Value?.[0];
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? Number(value) : null;
}

/** `YYYY-MM-DD` if a DA value (PS3.5 6.2) is a valid date, otherwise null. */
function isoDate(value: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value ?? "") ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return isDay && Number(year) > 0 ? `${year}-${month}-${day}` : null;
}
