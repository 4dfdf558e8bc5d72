import type { SharedWords } from "./own_words.ts";

/** What names the person of a data set outside of it. */
export interface Nearby {
  /** Of the folder it came in. */
  readonly folderName?: string;
  /** Of the other images of its study. */
  readonly studyWords?: SharedWords;
}

/** What the other images of a study need to know of the texts of one. */
export interface ToldWords {
  /** Its own words, which no other image may release. */
  readonly own: SharedWords;
  /** Words that its cleaned texts release. */
  readonly released: readonly string[];
}
