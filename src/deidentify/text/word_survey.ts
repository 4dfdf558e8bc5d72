import { vrOf } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import type { CharacterSet } from "../../dicom/text/character_set.ts";
import { decodeText } from "../../dicom/text/decode_text.ts";
import { tagsCleanedBy } from "../profile/profile_table.ts";
import { unknownWords } from "./clean_text.ts";
import { oneSpelling } from "./folded.ts";
import { OwnWordCollector, ownWords } from "./own_words.ts";

const cleaned = new Set(tagsCleanedBy("cleanDescriptors"));
const textVRs = new Set(["LO", "LT", "SH", "ST", "UC", "UT"]);
const longest = 64 << 10;

/** A word that no list has, and in the texts of how many patients it stands. */
export interface SurveyedWord {
  readonly word: string;
  readonly patients: number;
}

/**
 * Gathers the words of descriptions that the vocabulary does not have, for a person to decide
 * about. Words of any identifying value of any image are omitted, and words that name a person
 * somewhere.
 */
export class WordSurvey {
  readonly #patients = new Map<string, Set<string>>();
  readonly #own = new OwnWordCollector();
  readonly #named = new Set<string>();

  constructor(readonly siteWords: ReadonlySet<string>) {}

  /** Reads the descriptions of an image that came in a folder of this name. */
  add(header: Header, folderName: string): void {
    const own = ownWords(header, folderName);
    this.#own.add(own.shared());
    const patient = patientOf(header);
    for (const text of descriptions(header)) {
      const { unknown, named } = unknownWords(text, own, this.siteWords);
      for (const word of named) this.#named.add(word);
      for (const word of unknown) {
        const patients = this.#patients.get(word) ?? new Set<string>();
        this.#patients.set(word, patients.add(patient));
      }
    }
  }

  /** Words of at least so many patients, those of most patients first. */
  words(fewestPatients: number): readonly SurveyedWord[] {
    return [...this.#patients].filter(([word, { size }]) =>
      size >= fewestPatients && !this.#identifies(word)
    ).map(([word, { size }]) => ({ word, patients: size }))
      .sort((a, b) => b.patients - a.patients || (a.word < b.word ? -1 : 1));
  }

  #identifies(word: string): boolean {
    const { names, identifiers, places } = this.#own;
    return [word, oneSpelling(word)].some((one) =>
      names.has(one) || identifiers.has(one) || places.has(one) || this.#named.has(one)
    );
  }
}

function* descriptions(header: Header): Generator<string> {
  const visit = function* (
    elements: readonly Element[],
    outside: CharacterSet,
    isInside: boolean,
  ): Generator<string> {
    const characters = header.characterSetOf(elements, outside);
    for (const element of elements) {
      const isCleaned = isInside || cleaned.has(element.tag);
      for (const item of element.items ?? []) yield* visit(item.elements, characters, isCleaned);
      const vr = vrOf(element);
      if (element.items || !isCleaned || !textVRs.has(vr)) continue;
      if (element.valueEnd - element.valueStart > longest) continue;
      yield decodeText(header.value(element), vr, characters).join("\\");
    }
  };
  yield* visit(header.elements, header.characters, false);
}

/** An image without PatientID is of a patient of its own study. */
function patientOf(header: Header): string {
  const patientID = header.text(Tag.PatientID);
  return patientID
    ? `${header.text(Tag.IssuerOfPatientID) ?? ""}\0${patientID}`
    : `\0\0${header.ascii(Tag.StudyInstanceUID) ?? ""}`;
}
