import { IntakeError } from "../../model/errors.ts";
import { foldedWord } from "./folded.ts";

const digraphs: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", œ: "oe" };

/**
 * The sections of a list of words: `[name] what it is about`, then words between white space. Lines
 * that start with `#` are comments. Sections of the same name are one; words are folded, and German
 * and French ones with special letters are in it in both spellings.
 */
export function sectionsOf(list: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let words: string[] = [];
  for (const line of list.split("\n")) {
    const [, name] = /^\[([^\]]+)\]/.exec(line) ?? [];
    if (name !== undefined) {
      words = sections.get(name) ?? [];
      sections.set(name, words);
    } else if (!line.startsWith("#")) {
      words.push(...line.split(/\s+/).filter((word) => word !== "").flatMap(spellingsOf));
    }
  }
  return sections;
}

function spellingsOf(word: string): string[] {
  if (/^[a-z\d]+$/.test(word)) return [word];
  const other = word.toLowerCase().normalize("NFC")
    .replace(/[äöüßœ]/g, (letter) => digraphs[letter] ?? letter);
  return [...new Set([foldedWord(word), foldedWord(other)])];
}

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
