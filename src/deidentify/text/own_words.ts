import type { CharacterSet } from "../../dicom/character_set.ts";
import { decodeText } from "../../dicom/decode_text.ts";
import { impliedVR } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/header.ts";
import { vrOf } from "../../dicom/vr_of.ts";
import { foldedWord, foldedWords } from "./folded.ts";

/** Words by which a data set names persons and things; none of them is released in a text. */
export interface OwnWords {
  /** Of the names of all persons in it, at every depth. */
  readonly names: ReadonlySet<string>;
  /** Identifiers and telephone numbers, each as one word. */
  readonly identifiers: ReadonlySet<string>;
}

export const noOwnWords: OwnWords = { names: new Set(), identifiers: new Set() };

const identifierTags = new Set([
  0x00080050, // AccessionNumber
  0x00080094, // ReferringPhysicianTelephoneNumbers
  0x00100020, // PatientID
  0x00101000, // OtherPatientIDs
  0x00101050, // InsurancePlanIdentification
  0x00101090, // MedicalRecordLocator
  0x00102154, // PatientTelephoneNumbers
  0x00200010, // StudyID
  0x00380010, // AdmissionID
  0x00380060, // ServiceEpisodeID
  0x00401006, // PlacerOrderNumberProcedure
  0x00401007, // FillerOrderNumberProcedure
  0x00402016, // PlacerOrderNumberImagingServiceRequest
  0x00402017, // FillerOrderNumberImagingServiceRequest
]);
const nameToUse = 0x00100012;
const shortestIdentifier = 3;
const longestValue = 1024;
/** Stand beside names and are none. */
const titles = new Set(
  "dr med prof mr mrs ms miss md phd sir von van der van de di da del den jr sr ii iii".split(" "),
);

/** Collects the words of the persons' names, and the identifiers, of a data set. */
export function ownWords(header: Header): OwnWords {
  const [names, identifiers] = [new Set<string>(), new Set<string>()];
  const visit = (elements: readonly Element[], outside: CharacterSet): void => {
    const characters = header.characterSetOf(elements, outside);
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item.elements, characters);
      if (element.items || element.valueEnd - element.valueStart > longestValue) continue;
      const { tag } = element;
      const vr = vrOf(element);
      const isName = vr === "PN" || impliedVR(tag) === "PN" || tag === nameToUse;
      if (!isName && !identifierTags.has(tag)) continue;
      for (const text of decodeText(header.value(element), vr, characters)) {
        if (isName) { for (const word of nameWords(text)) names.add(word); }
        else identifiers.add(foldedWords(text).join(""));
      }
    }
  };
  visit(header.elements, header.characters);
  const long = identifiers.values().filter(({ length }) => length >= shortestIdentifier);
  return { names, identifiers: new Set(long) };
}

/** The words of a person's name, without titles and initials. */
export function nameWords(name: string): string[] {
  return foldedWords(name).filter((word) => [...word].length > 1 && !titles.has(word));
}

/** Whether a word as it stands in a text is one of the data set's own. */
export function isOwn(word: string, { names, identifiers }: OwnWords): boolean {
  const folded = foldedWord(word);
  return names.has(folded) || identifiers.has(folded);
}
