import { trimEndPadding } from "../dicom/decode_text.ts";
import type { Header } from "../dicom/header.ts";
import { isUID } from "../dicom/transfer_syntax.ts";
import {
  accessionCode,
  daysBack,
  patientCode,
  pseudonymousUID,
  studyCode,
  unnamedPatientCode,
} from "./pseudonym.ts";
import type { PseudonymKey } from "./pseudonym_key.ts";

/** Tags that say who and what a data set is about. */
export const subjectTags = {
  AccessionNumber: 0x00080050,
  IssuerOfAccessionNumberSequence: 0x00080051,
  SOPInstanceUID: 0x00080018,
  PatientName: 0x00100010,
  PatientID: 0x00100020,
  IssuerOfPatientID: 0x00100021,
  PatientBirthDate: 0x00100030,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
  StudyID: 0x00200010,
} as const;

/** What a data set is about: its originals, and what stands for them. */
export interface Subject {
  /** `P-…` */
  readonly patient: string;
  readonly daysBack: number;
  /** Undefined where the source has no accession number. */
  readonly accession: string | undefined;
  readonly studyID: string;
  readonly original: {
    readonly patientID: string | undefined;
    readonly issuer: string | undefined;
    readonly accession: string | undefined;
    readonly accessionIssuer: string | undefined;
    /** Where the source has none, a text of this program's that is unique to the Batch. */
    readonly StudyInstanceUID: string;
    readonly SeriesInstanceUID: string;
    readonly SOPInstanceUID: string;
  };
}

/**
 * Finds out what a data set is about. A patient is an identifier within the domain of its
 * issuer; where it is empty, every study has a patient of its own. `place` names what holds
 * the file, for studies and series that have no UID; `sopInstanceUID` is the file's.
 */
export function subjectOf(
  header: Header,
  sopInstanceUID: string,
  place: string,
  key: PseudonymKey,
): Subject {
  const StudyInstanceUID = header.ascii(subjectTags.StudyInstanceUID) ?? `study_${place}`;
  const SeriesInstanceUID = header.ascii(subjectTags.SeriesInstanceUID) ??
    `series_${place}_${StudyInstanceUID}`;
  const patientID = header.text(subjectTags.PatientID);
  const issuer = header.text(subjectTags.IssuerOfPatientID);
  const accession = header.text(subjectTags.AccessionNumber);
  const accessionIssuer = issuerOfAccession(header);
  const patient = patientID
    ? patientCode(key, issuer ?? "", patientID)
    : unnamedPatientCode(key, StudyInstanceUID);
  return {
    patient,
    daysBack: daysBack(key, patient),
    accession: accession ? accessionCode(key, accessionIssuer ?? "", accession) : undefined,
    studyID: studyCode(key, StudyInstanceUID),
    original: {
      ...{ patientID, issuer, accession, accessionIssuer },
      ...{ StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID: sopInstanceUID },
    },
  };
}

/** UniversalEntityID or LocalNamespaceEntityID of the issuer (PS3.3 table 10-17). */
function issuerOfAccession(header: Header): string | undefined {
  const item = header.find(subjectTags.IssuerOfAccessionNumberSequence)?.items?.[0];
  for (const tag of [0x00400032, 0x00400031]) {
    const element = item?.elements.find((inner) => inner.tag === tag);
    if (!element || element.items) continue;
    const text = trimEndPadding(new TextDecoder().decode(header.value(element)));
    if (text !== "") return text;
  }
  return undefined;
}

const standardRoot = "1.2.840.10008.";

/** What stands for a UID; UIDs of the standard itself name no instance and stay. */
export function mapUID(key: PseudonymKey, uid: string): string {
  return uid.startsWith(standardRoot) && isUID(uid) ? uid : pseudonymousUID(key, uid);
}

/** The UIDs under which an image leaves: its own where the profile retains them. */
export function outputUIDs(
  { original }: Subject,
  key: PseudonymKey,
  retained: boolean,
): Record<"StudyInstanceUID" | "SeriesInstanceUID" | "SOPInstanceUID", string> {
  return {
    StudyInstanceUID: outputUID(original.StudyInstanceUID, key, retained),
    SeriesInstanceUID: outputUID(original.SeriesInstanceUID, key, retained),
    SOPInstanceUID: outputUID(original.SOPInstanceUID, key, retained),
  };
}

/** What stands for a UID of the source; `retained` ones stay where they are valid. */
export function outputUID(uid: string, key: PseudonymKey, retained: boolean): string {
  return retained && isUID(uid) ? uid : mapUID(key, uid);
}
