import { oneSpelling } from "../deidentify/text/folded.ts";
import type { SharedWords } from "../deidentify/text/own_words.ts";
import type { ImageRow } from "../model/image.ts";

/** What is needed of the row of an image. */
interface NamingImage {
  readonly identity: Pick<ImageRow["identity"], "studyInstanceUid" | "told">;
}

interface Study {
  readonly names: Set<string>;
  readonly identifiers: Set<string>;
  readonly places: Set<string>;
  readonly short: Set<string>;
  readonly placeNames: Set<string>;
  readonly released: Set<string>;
}

/**
 * The words by which the images of a Batch name persons, by study. An image may name no person in
 * its header, and in a description somebody whom another image of its study names.
 */
export class StudyWords {
  readonly #studies = new Map<string, Study>();

  add({ identity: { studyInstanceUid, told } }: NamingImage): void {
    if (!told) return;
    const study = this.#studies.get(studyInstanceUid) ?? emptyStudy();
    this.#studies.set(studyInstanceUid, study);
    for (const word of told.own.names) study.names.add(word);
    for (const word of told.own.identifiers) study.identifiers.add(word);
    for (const word of told.own.places) study.places.add(word);
    for (const word of told.own.short) study.short.add(word);
    for (const name of told.own.placeNames) study.placeNames.add(name);
    for (const word of told.released) study.released.add(word);
  }

  /** Adds words that an earlier job knew. */
  addShared(studies: Readonly<Record<string, SharedWords>>): void {
    for (
      const [uid, { names, identifiers, places, short, placeNames }] of Object.entries(studies)
    ) {
      this.add({
        identity: {
          studyInstanceUid: uid,
          told: { own: { names, identifiers, places, short, placeNames }, released: [] },
        },
      });
    }
  }

  /** The words of all studies, by StudyInstanceUID of the source. */
  get all(): Readonly<Record<string, SharedWords>> {
    return Object.fromEntries(
      [...this.#studies].map(([uid, study]) => [uid, sharedWords(study)]),
    );
  }

  /** Whether an image of some study released a word by which another image names somebody. */
  get areReleased(): boolean {
    return this.#studies.values().some((study) => isReleased(study, study.released));
  }

  /**
   * Whether the texts of an image hold a word by which another image of its study names somebody.
   */
  isToBeCleaned({ identity: { studyInstanceUid, told } }: ImageRow): boolean {
    const study = this.#studies.get(studyInstanceUid);
    return study !== undefined && told !== undefined && isReleased(study, told.released);
  }

  /** The words of the study of an image. */
  wordsOf({ identity: { studyInstanceUid } }: ImageRow): SharedWords | undefined {
    const study = this.#studies.get(studyInstanceUid);
    return study && sharedWords(study);
  }
}

function sharedWords(study: Study): SharedWords {
  return {
    names: [...study.names],
    identifiers: [...study.identifiers],
    places: [...study.places],
    short: [...study.short],
    placeNames: [...study.placeNames],
  };
}

function emptyStudy(): Study {
  return {
    names: new Set<string>(),
    identifiers: new Set<string>(),
    places: new Set<string>(),
    short: new Set<string>(),
    placeNames: new Set<string>(),
    released: new Set<string>(),
  };
}

function isReleased({ names, identifiers }: Study, released: Iterable<string>): boolean {
  for (const word of released) {
    if (names.has(word) || names.has(oneSpelling(word)) || identifiers.has(word)) return true;
  }
  return false;
}
