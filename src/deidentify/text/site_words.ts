import { IntakeError } from "../../errors.ts";
import { foldedWord } from "./folded.ts";

const word = /^[\p{L}\p{M}\p{N}]{2,64}$/u;
const fewestDigits = /\d{4}/;

/**
 * The words of a site's vocabulary: one a line, and what follows `#` is a comment. Throws
 * IntakeError SETTINGS for a line that is no single word, which it names by its number alone.
 */
export function parseSiteWords(file: string, text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const [written = ""] = line.split("#");
    const one = written.trim();
    if (one === "") continue;
    if (!word.test(one) || !/\p{L}/u.test(one) || fewestDigits.test(one)) {
      throw new IntakeError(
        "SETTINGS",
        `line ${at + 1} of the vocabulary ${file} is not one word`,
        "write one word of letters a line; the words of T2_TSE are t2 and tse",
      );
    }
    words.add(foldedWord(one));
  }
  return words;
}
