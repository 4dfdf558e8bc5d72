import type { ImageFacts } from "../../dicom/read/image_facts.ts";
import { isUID } from "../../dicom/transfer_syntax.ts";
import type { SharedWords } from "../text/own_words.ts";
import {
  accessionCode,
  daysBack,
  patientCode,
  type PseudonymKey,
  pseudonymousUID,
  studyCode,
  unnamedPatientCode,
} from "./pseudonym_key.ts";

/** A patient as the images of one study name him or her, and whom they mean. */
export interface ResolvedPatient {
  /** StudyInstanceUID as it came. */
  readonly study: string;
  /** PatientID as it came; empty where an image has none. */
  readonly given: string;
  readonly patientID: string;
  /** Empty where the patient has no issuer. */
  readonly issuer: string;
}

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
    /** The issuer is from IssuerOfPatientIDQualifiersSequence alone. */
    readonly isQualified: boolean;
    readonly accession: string | undefined;
    readonly accessionIssuer: string | undefined;
    /** Where the source has none, a text of this program's that is unique to the Batch. */
    readonly StudyInstanceUID: string;
    readonly SeriesInstanceUID: string;
    readonly SOPInstanceUID: string;
  };
}

/** Where a data set comes from, as far as it does not say so itself. */
export interface Origin {
  /** Names what holds the file, for studies and series that have no UID. */
  readonly code: string;
  /** Patients of its study whom other images name more fully. */
  readonly patients?: readonly ResolvedPatient[];
  /** Absolute path of the folder that holds the file. */
  readonly folder?: string;
  /** The name of the Batch's folder, if `folder` is another one. */
  readonly folderName?: string;
  /** Words of the other images of its study, by StudyInstanceUID as it came. */
  readonly studyWords?: Readonly<Record<string, SharedWords>>;
}

/**
 * Finds out what a data set is about. A patient is an identifier within the domain of its
 * issuer; where it is empty, every study has a patient of its own. What `origin` says of the
 * study's patients goes before what the data set says. `sopInstanceUID` is the file's.
 */
export function subjectOf(
  facts: ImageFacts,
  sopInstanceUID: string,
  { code: place, patients }: Origin,
  key: PseudonymKey,
): Subject {
  const { studyInstanceUID: stated, patient: named } = facts;
  const resolved = patients?.find(({ study, given }) =>
    study === stated && given === (named.patientID ?? "")
  );
  const { patientID, issuer, isQualified } = resolved
    ? { ...resolved, issuer: resolved.issuer || undefined, isQualified: false }
    : named;
  const ofID = patientID ? patientCode(key, issuer ?? "", patientID) : undefined;
  const StudyInstanceUID = stated ?? ["study", place, ...ofID ? [ofID] : []].join("_");
  const SeriesInstanceUID = facts.seriesInstanceUID ??
    `series_${place}_${StudyInstanceUID}`;
  const patient = ofID ?? unnamedPatientCode(key, StudyInstanceUID);
  const { accessionNumber: accession, accessionIssuer } = facts;
  return {
    patient,
    daysBack: daysBack(key, patient),
    accession: accession ? accessionCode(key, accessionIssuer ?? "", accession) : undefined,
    studyID: studyCode(key, StudyInstanceUID),
    original: {
      patientID,
      issuer,
      isQualified,
      accession,
      accessionIssuer,
      StudyInstanceUID,
      SeriesInstanceUID,
      SOPInstanceUID: sopInstanceUID,
    },
  };
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
