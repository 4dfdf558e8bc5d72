import { impliedVR } from "../dicom/dictionary.ts";
import type { FindingCode } from "./finding.ts";
import { institutionTags } from "./institutions.ts";

/** Kinds of values that identify a person, or the institution where an image was made. */
export type IdentifyingKind = Extract<
  FindingCode,
  | "NAME"
  | "IDENTIFIER"
  | "BIRTH_DATE"
  | "ADDRESS"
  | "TELEPHONE"
  | "FOLDER_NAME"
  | "INSTITUTION"
  | "UID"
>;

const kinds: ReadonlyMap<number, IdentifyingKind> = new Map<number, IdentifyingKind>([
  [0x00100012, "NAME"], // NameToUse
  [0x00080050, "IDENTIFIER"], // AccessionNumber
  [0x00100020, "IDENTIFIER"], // PatientID
  [0x00101000, "IDENTIFIER"], // OtherPatientIDs
  [0x00101050, "IDENTIFIER"], // InsurancePlanIdentification
  [0x00101090, "IDENTIFIER"], // MedicalRecordLocator
  [0x00200010, "IDENTIFIER"], // StudyID
  [0x00380010, "IDENTIFIER"], // AdmissionID
  [0x00380060, "IDENTIFIER"], // ServiceEpisodeID
  [0x00402016, "IDENTIFIER"], // PlacerOrderNumberImagingServiceRequest
  [0x00402017, "IDENTIFIER"], // FillerOrderNumberImagingServiceRequest
  [0x00100030, "BIRTH_DATE"], // PatientBirthDate
  [0x00100033, "BIRTH_DATE"], // PatientBirthDateInAlternativeCalendar
  [0x00401006, "IDENTIFIER"], // PlacerOrderNumberProcedure (retired)
  [0x00401007, "IDENTIFIER"], // FillerOrderNumberProcedure (retired)
  [0x00402006, "IDENTIFIER"], // PlacerOrderNumberImagingServiceRequestRetired
  [0x00402007, "IDENTIFIER"], // FillerOrderNumberImagingServiceRequestRetired
  [0x00080092, "ADDRESS"], // ReferringPhysicianAddress
  [0x00101040, "ADDRESS"], // PatientAddress
  [0x00380400, "ADDRESS"], // PatientInstitutionResidence
  [0x00401102, "ADDRESS"], // PersonAddress
  [0x00080094, "TELEPHONE"], // ReferringPhysicianTelephoneNumbers
  [0x00102154, "TELEPHONE"], // PatientTelephoneNumbers
  [0x00102155, "TELEPHONE"], // PatientTelecomInformation
  [0x00401103, "TELEPHONE"], // PersonTelephoneNumbers
  [0x00401104, "TELEPHONE"], // PersonTelecomInformation
]);

/**
 * What an attribute says about a person or an institution. Person names are recognised by their tag
 * or by their VR, the others by the table.
 */
export function identifyingKind(tag: number, vr: string): IdentifyingKind | undefined {
  if (vr === "PN" || impliedVR(tag) === "PN") return "NAME";
  return institutionTags.has(tag) ? "INSTITUTION" : kinds.get(tag);
}
