import type { ImageRow } from "../database/image_row.ts";
import { patientCode, pseudonymousUID } from "../deidentify/pseudonym.ts";
import type { Header } from "../dicom/header.ts";
import { isUID } from "../dicom/transfer_syntax.ts";
import { SkippedFileError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";

const tags = {
  DirectoryRecordSequence: 0x00041220,
  MediaStorageSOPClassUID: 0x00020002,
  MediaStorageSOPInstanceUID: 0x00020003,
  SOPClassUID: 0x00080016,
  SOPInstanceUID: 0x00080018,
  StudyDate: 0x00080020,
  PatientID: 0x00100020,
  IssuerOfPatientID: 0x00100021,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
  SeriesNumber: 0x00200011,
  InstanceNumber: 0x00200013,
  NumberOfFrames: 0x00280008,
  Rows: 0x00280010,
  Columns: 0x00280011,
} as const;

const mediaStorageDirectory = "1.2.840.10008.1.3.10";

/**
 * The Image row of a header: numbers and pseudonyms, nothing that identifies. Study and
 * series fall back to `study_<code>` and `series_<code>` of the Batch where the header has
 * none. Throws SkippedFileError DICOMDIR or NO_SOP_INSTANCE.
 */
export function describeImage(
  header: Header,
  file: FolderEntry,
  code: string,
  key: Uint8Array,
): ImageRow {
  const sopClassUid = header.ascii(tags.SOPClassUID) ?? header.ascii(tags.MediaStorageSOPClassUID);
  if (sopClassUid === mediaStorageDirectory || header.find(tags.DirectoryRecordSequence)) {
    throw new SkippedFileError("DICOMDIR", "it is a directory of other files, not an image");
  }
  const sopInstanceUID = header.ascii(tags.SOPInstanceUID) ??
    header.ascii(tags.MediaStorageSOPInstanceUID);
  if (!sopInstanceUID) {
    throw new SkippedFileError("NO_SOP_INSTANCE", "it has no SOPInstanceUID");
  }
  const study = header.ascii(tags.StudyInstanceUID);
  const series = header.ascii(tags.SeriesInstanceUID);
  return {
    fileNumber: file.number,
    sourcePath: file.path,
    bytes: header.fileSize,
    sopInstanceUid: pseudonymousUID(key, sopInstanceUID),
    sopClassUid: sopClassUid && isUID(sopClassUid) ? sopClassUid : null,
    transferSyntaxUid: header.transferSyntaxUID,
    instanceNumber: header.integer(tags.InstanceNumber) ?? null,
    imageRows: header.uint16(tags.Rows) ?? null,
    imageColumns: header.uint16(tags.Columns) ?? null,
    frames: header.integer(tags.NumberOfFrames) ?? null,
    studyInstanceUid: study ? pseudonymousUID(key, study) : `study_${code}`,
    patient: describePatient(header, key),
    studyDate: header.ascii(tags.StudyDate) ?? null,
    seriesInstanceUid: series ? pseudonymousUID(key, series) : `series_${code}`,
    seriesNumber: header.integer(tags.SeriesNumber) ?? null,
  };
}

function describePatient(header: Header, key: Uint8Array): string | null {
  const patientID = header.ascii(tags.PatientID);
  return patientID ? patientCode(key, header.ascii(tags.IssuerOfPatientID) ?? "", patientID) : null;
}
