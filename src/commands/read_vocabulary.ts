import { basename } from "node:path";
import { parseSiteWords } from "../deidentify/text/site_words.ts";
import { IntakeError } from "../errors.ts";

const none: ReadonlySet<string> = new Set();

/** The words of VOCABULARY. Throws IntakeError SETTINGS when it cannot be read or understood. */
export function readVocabulary(path: string | undefined): ReadonlySet<string> {
  return path === undefined ? none : parseSiteWords(basename(path), readText(path));
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `the vocabulary ${path} cannot be read (${error instanceof Error ? error.name : "unknown"})`,
      "give a file of words that is there and that this user may read",
      { cause: error },
    );
  }
}
