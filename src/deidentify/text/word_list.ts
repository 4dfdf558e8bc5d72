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
