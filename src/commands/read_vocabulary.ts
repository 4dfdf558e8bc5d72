import { basename } from "node:path";
import { parseSiteWords } from "../deidentify/text/site_words.ts";
import { readNamedFile } from "./read_named_file.ts";

const none: ReadonlySet<string> = new Set();

/** The words of VOCABULARY. Throws IntakeError SETTINGS when it cannot be read or understood. */
export function readVocabulary(path: string | undefined): ReadonlySet<string> {
  return path === undefined
    ? none
    : parseSiteWords(basename(path), readNamedFile(`the vocabulary ${path}`, path));
}
