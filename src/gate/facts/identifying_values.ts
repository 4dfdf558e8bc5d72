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

/** An identifying value under a name that tells it from all others. */
export type NamedValue = readonly [name: string, value: IdentifyingValue];

const longest = 1024;
/** The most distinct values of one image; ordinary images have some dozens. */
const most = 10_000;

/** The identifying values of a source, without duplicates. */
export class IdentifyingValues {
  readonly #values = new Map<string, IdentifyingValue>();

  /** Throws SkippedFileError TOO_COMPLEX if there are more values than an ordinary file has. */
  add(values: readonly NamedValue[]): void {
    for (const [name, value] of values) this.#values.set(name, value);
    if (this.#values.size <= most) return;
    throw new SkippedFileError("TOO_COMPLEX", `it has more than ${most} identifying values`);
  }

  all(): readonly IdentifyingValue[] {
    return [...this.#values.values()];
  }
}

/**
 * Returns the values of the identifying attributes in a top-level element, at every depth: decoded
 * with the declared character set, and also as raw bytes (Latin-1). Attributes in `left` are
 * omitted because the site itself decided about them.
 */
export function valuesOfElement(
  header: Header,
  top: Element,
  left: ReadonlySet<number>,
): readonly NamedValue[] {
  const values: NamedValue[] = [];
  const add = (value: IdentifyingValue): void => {
    if (value.text === "") return;
    values.push([`${value.kind}\0${value.isRaw ?? false}\0${value.text}`, value]);
  };
  const see = (element: Element, characters: CharacterSet): void => {
    for (const { elements } of element.items ?? []) {
      const inside = header.characterSetOf(elements, characters);
      for (const inner of elements) see(inner, inside);
    }
    if (element.items || left.has(element.tag)) return;
    const vr = vrOf(element);
    const kind = identifyingKind(element.tag, vr);
    const length = element.valueEnd - element.valueStart;
    if (!kind || length === 0 || length > longest) return;
    const bytes = header.value(element);
    for (const text of decodeText(bytes, vr, characters)) add({ kind, text });
    if (bytes.some((byte) => byte >= 0x80 || byte === 0x1b)) {
      add({ kind, text: latinText(bytes).trim(), isRaw: true });
    }
    if (bytes.includes(0x1b)) add({ kind, text: unshifted(bytes).trim() });
  };
  see(top, header.characters);
  return values;
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
