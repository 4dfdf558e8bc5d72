import { impliedVR, vrOf } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import type { CharacterSet } from "../../dicom/text/character_set.ts";
import { decodeText, latinText } from "../../dicom/text/decode_text.ts";
import { SkippedFileError } from "../../model/errors.ts";
import type { FindingCode } from "../../model/finding.ts";
import { institutionTags } from "./institutions.ts";
import { unshifted } from "./text_encodings.ts";

/** A value of the source that identifies a person. */
export interface IdentifyingValue {
  readonly kind: IdentifyingKind;
  readonly text: string;
  /** `text` holds the bytes of the file read as Latin-1, because they are not ASCII. */
  readonly isRaw?: boolean;
}

const longest = 1024;
/** The most distinct values of one image; ordinary images have some dozens. */
const most = 10_000;

/**
 * Returns the values of all identifying attributes of a source, at every depth, without
 * duplicates: decoded with the declared character set, and also as raw bytes (Latin-1). Attributes
 * in `left` are omitted because the site itself decided about them. Throws SkippedFileError
 * TOO_COMPLEX if there are more values than an ordinary file has.
 */
export function identifyingValues(
  header: Header,
  left: ReadonlySet<number>,
): readonly IdentifyingValue[] {
  const values = new Map<string, IdentifyingValue>();
  const add = (value: IdentifyingValue): void => {
    if (value.text === "") return;
    values.set(`${value.kind}\0${value.isRaw ?? false}\0${value.text}`, value);
    if (values.size <= most) return;
    throw new SkippedFileError("TOO_COMPLEX", `it has more than ${most} identifying values`);
  };
  const visit = (elements: readonly Element[], outside: CharacterSet): void => {
    const characters = header.characterSetOf(elements, outside);
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item.elements, characters);
      if (element.items || left.has(element.tag)) continue;
      const vr = vrOf(element);
      const kind = identifyingKind(element.tag, vr);
      const length = element.valueEnd - element.valueStart;
      if (!kind || length === 0 || length > longest) continue;
      const bytes = header.value(element);
      for (const text of decodeText(bytes, vr, characters)) add({ kind, text });
      if (bytes.some((byte) => byte >= 0x80 || byte === 0x1b)) {
        add({ kind, text: latinText(bytes).trim(), isRaw: true });
      }
      if (bytes.includes(0x1b)) add({ kind, text: unshifted(bytes).trim() });
    }
  };
  visit(header.elements, header.characters);
  return [...values.values()];
}

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
