import { impliedVR } from "../dicom/dictionary.ts";
import type { FindingCode } from "./finding.ts";
import { institutionTags } from "./institutions.ts";
import * as Tag from "../dicom/tag.ts";

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
  [Tag.NameToUse, "NAME"],
  [Tag.AccessionNumber, "IDENTIFIER"],
  [Tag.PatientID, "IDENTIFIER"],
  [Tag.OtherPatientIDs, "IDENTIFIER"],
  [Tag.InsurancePlanIdentification, "IDENTIFIER"],
  [Tag.MedicalRecordLocator, "IDENTIFIER"],
  [Tag.StudyID, "IDENTIFIER"],
  [Tag.AdmissionID, "IDENTIFIER"],
  [Tag.ServiceEpisodeID, "IDENTIFIER"],
  [Tag.PlacerOrderNumberImagingServiceRequest, "IDENTIFIER"],
  [Tag.FillerOrderNumberImagingServiceRequest, "IDENTIFIER"],
  [Tag.PatientBirthDate, "BIRTH_DATE"],
  [Tag.PatientBirthDateInAlternativeCalendar, "BIRTH_DATE"],
  [Tag.PlacerOrderNumberProcedure, "IDENTIFIER"],
  [Tag.FillerOrderNumberProcedure, "IDENTIFIER"],
  [Tag.PlacerOrderNumberImagingServiceRequestRetired, "IDENTIFIER"],
  [Tag.FillerOrderNumberImagingServiceRequestRetired, "IDENTIFIER"],
  [Tag.ReferringPhysicianAddress, "ADDRESS"],
  [Tag.PatientAddress, "ADDRESS"],
  [Tag.PatientInstitutionResidence, "ADDRESS"],
  [Tag.PersonAddress, "ADDRESS"],
  [Tag.ReferringPhysicianTelephoneNumbers, "TELEPHONE"],
  [Tag.PatientTelephoneNumbers, "TELEPHONE"],
  [Tag.PatientTelecomInformation, "TELEPHONE"],
  [Tag.PersonTelephoneNumbers, "TELEPHONE"],
  [Tag.PersonTelecomInformation, "TELEPHONE"],
]);

/**
 * What an attribute says about a person or an institution. Person names are recognised by their tag
 * or by their VR, the others by the table.
 */
export function identifyingKind(tag: number, vr: string): IdentifyingKind | undefined {
  if (vr === "PN" || impliedVR(tag) === "PN") return "NAME";
  return institutionTags.has(tag) ? "INSTITUTION" : kinds.get(tag);
}
