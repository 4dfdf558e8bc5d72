import { impliedVR, vrOf } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import type { CharacterSet } from "../../dicom/text/character_set.ts";
import { decodeText } from "../../dicom/text/decode_text.ts";
import { foldedWord, foldedWords, oneSpelling } from "./folded.ts";

/** Words by which a data set names persons, things and places; none is released in a text. */
export interface OwnWords {
  /** Of the names of all persons in it, at every depth, in all spellings. */
  readonly names: ReadonlySet<string>;
  /** Identifiers and telephone numbers, each as one word, and their parts with digits. */
  readonly identifiers: ReadonlySet<string>;
  /**
   * Of addresses, institutions, identifiers and the folder: they count only where they are no
   * ordinary words of radiology (`Department of Radiology`).
   */
  readonly places?: ReadonlySet<string>;
  /** Particles, titles and initials of the names; they are not released beside another part. */
  readonly short?: ReadonlySet<string>;
  /** Names and addresses of institutions with several words: the words, joined by spaces. */
  readonly placeNames?: ReadonlySet<string>;
}

export const noOwnWords: OwnWords = { names: new Set(), identifiers: new Set() };

const identifierTags = new Set([
  Tag.AccessionNumber,
  Tag.ReferringPhysicianTelephoneNumbers,
  Tag.PatientID,
  Tag.OtherPatientIDs,
  Tag.InsurancePlanIdentification,
  Tag.MedicalRecordLocator,
  Tag.PatientTelephoneNumbers,
  Tag.PatientTelecomInformation,
  Tag.StudyID,
  Tag.AdmissionID,
  Tag.ServiceEpisodeID,
  Tag.PlacerOrderNumberProcedure,
  Tag.FillerOrderNumberProcedure,
  Tag.PersonTelephoneNumbers,
  Tag.PlacerOrderNumberImagingServiceRequestRetired,
  Tag.FillerOrderNumberImagingServiceRequestRetired,
  Tag.PlacerOrderNumberImagingServiceRequest,
  Tag.FillerOrderNumberImagingServiceRequest,
]);
const placeTags = new Set([
  Tag.InstitutionName,
  Tag.InstitutionAddress,
  Tag.ReferringPhysicianAddress,
  Tag.StationName,
  Tag.InstitutionalDepartmentName,
  Tag.PatientAddress,
  Tag.ClinicalTrialSiteName,
  Tag.PatientInstitutionResidence,
  Tag.ScheduledStationName,
  Tag.ScheduledProcedureStepLocation,
  Tag.PerformedStationName,
  Tag.PerformedLocation,
  Tag.PersonAddress,
]);
const shortestIdentifier = 3;
const longestValue = 1024;
/** Ordinary data sets have a handful; the words of further ones are removed one by one. */
const mostPlaceNames = 200;
/** Stand beside names and are none. */
const titles = new Set(
  ("dr med prof mr mrs ms miss md phd sir von van der van de di da del den jr sr ii iii la le el " +
    "du des dos das do bin ibn al abu ten ter zu zur st san santa").split(" "),
);

/** Words of data sets, as threads tell them to each other. */
export type SharedWords = Readonly<Record<keyof OwnWords, readonly string[]>>;

/** Never a name, even where a component of one holds nothing else. */
const degrees = new Set("dr prof mr mrs ms md phd jr sr ii iii".split(" "));

/** Gathers the words of data sets. */
export class OwnWordCollector implements OwnWords {
  readonly names = new Set<string>();
  readonly identifiers = new Set<string>();
  readonly places = new Set<string>();
  readonly short = new Set<string>();
  readonly placeNames = new Set<string>();
  #key: string | undefined;

  /** Equal for those that hold the same words in the same order. */
  get key(): string {
    this.#key ??= [this.names, this.identifiers, this.places, this.short, this.placeNames]
      .map((words) => [...words].join(" ")).join("\n");
    return this.#key;
  }

  /** Adds the words of others, as of other images of a study. */
  add({ names, identifiers, places, short, placeNames }: SharedWords): void {
    this.#key = undefined;
    for (const word of names) this.names.add(word);
    for (const word of identifiers) this.identifiers.add(word);
    for (const word of places) this.places.add(word);
    for (const word of short) this.short.add(word);
    for (const name of placeNames) {
      if (this.placeNames.size < mostPlaceNames) this.placeNames.add(name);
    }
  }

  /** As arrays, to be told to other threads. */
  shared(): SharedWords {
    const { names, identifiers, places, short, placeNames } = this;
    return {
      names: [...names],
      identifiers: [...identifiers],
      places: [...places],
      short: [...short],
      placeNames: [...placeNames],
    };
  }

  addName(name: string): void {
    for (const word of nameWords(name)) this.names.add(word);
    for (const word of foldedWords(name)) if (!this.names.has(word)) this.short.add(word);
  }

  addIdentifier(text: string): void {
    const words = foldedWords(text);
    const digits = text.replace(/\D/g, "");
    const parts = words.filter((word) => /\d/.test(word));
    for (const one of [words.join(""), ...parts, digits, digits.replace(/^0+/, "")]) {
      if (one.length >= shortestIdentifier) this.identifiers.add(one);
    }
    this.addPlace(text.replace(/\d+/g, " "));
  }

  /** Adds the words of the name or address of an institution, and the whole. */
  addPlaceName(text: string): void {
    this.addPlace(text);
    const words = foldedWords(text);
    const hasSpace = this.placeNames.size < mostPlaceNames;
    if (words.length > 1 && hasSpace) this.placeNames.add(words.join(" "));
  }

  addPlace(text: string): void {
    for (const word of foldedWords(text)) {
      if (word.length > 1 && !/\d/.test(word)) this.places.add(word);
      else if (word.length >= shortestIdentifier) this.identifiers.add(word);
    }
  }
}

/**
 * Collects the words of the persons' names, the identifiers and the places of a data set.
 * `folder` is the name of the folder it came in.
 */
export function ownWords(header: Header, folder = ""): OwnWordCollector {
  const own = new OwnWordCollector();
  const visit = (elements: readonly Element[], outside: CharacterSet): void => {
    const characters = header.characterSetOf(elements, outside);
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item.elements, characters);
      if (element.items || element.valueEnd - element.valueStart > longestValue) continue;
      const { tag } = element;
      const vr = vrOf(element);
      const isName = vr === "PN" || impliedVR(tag) === "PN" || tag === Tag.NameToUse;
      if (!isName && !identifierTags.has(tag) && !placeTags.has(tag)) continue;
      for (const text of decodeText(header.value(element), vr, characters)) {
        if (isName) own.addName(text);
        else if (placeTags.has(tag)) own.addPlaceName(text);
        else own.addIdentifier(text);
      }
    }
  };
  visit(header.elements, header.characters);
  if (folder !== "") own.addIdentifier(folder);
  return own;
}

/** The words of a person's name in all spellings, without titles, particles and initials. */
export function nameWords(name: string): string[] {
  return name.split(/[\^=]/).flatMap((component) => {
    const words = foldedWords(component).filter((word) => [...word].length > 1);
    const telling = words.filter((word) => !titles.has(word));
    const kept = telling.length > 0 ? telling : words.filter((word) => !degrees.has(word));
    return kept.flatMap((word) => [...new Set([word, oneSpelling(word)])]);
  });
}

/** Whether a word as it stands in a text is, or has a part that is, one of the data set's own. */
export function isOwn(word: string, { names, identifiers }: OwnWords): boolean {
  const folded = foldedWord(word);
  return names.has(folded) || identifiers.has(folded) || names.has(oneSpelling(folded)) ||
    (/['’]/.test(folded) &&
      folded.split(/['’]/).some((part) => names.has(part) || names.has(oneSpelling(part))));
}
