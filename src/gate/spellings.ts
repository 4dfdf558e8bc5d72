import { isASCII } from "./text_encodings.ts";

/** How letters of Latin alphabets are written where a keyboard lacks them, besides without marks. */
const habits: Readonly<Record<string, readonly string[]>> = {
  ...{
    ä: ["a", "ae"],
    ö: ["o", "oe"],
    ü: ["u", "ue"],
    ő: ["o", "oe"],
    ű: ["u", "ue"],
    ø: ["o", "oe"],
    å: ["a", "aa"],
  },
  ...{ æ: ["ae"], œ: ["oe"], ß: ["ss"], ĳ: ["ij"], đ: ["d", "dj"], ð: ["d", "dh"], þ: ["th"] },
  ...{ ł: ["l"], ı: ["i"], ħ: ["h"], ŧ: ["t"], ŋ: ["n"], ĸ: ["k"], ə: ["e"], ɓ: ["b"], ɗ: ["d"] },
  ...{ ƙ: ["k"], ŉ: ["n"], ſ: ["s"] },
};
const mostSpellings = 16;
/** A longer text is no name; it gets two spellings: the shortest and the longest. */
const longestName = 256;

/**
 * The ways a name is written where letters beyond ASCII are not at hand, in lower case: without
 * marks, or with two letters for one (`Sørgård`: `sorgard`, `soergaard`, `sorgaard` …). None for
 * a text of ASCII. Letters of other scripts lose their marks only.
 */
export function spellings(text: string): string[] {
  if (isASCII(text)) return [];
  const letters = [...text.toLowerCase().normalize("NFC")].map(waysToWrite);
  const most = letters.length > longestName ? 1 : mostSpellings;
  let found = [""];
  for (const ways of letters) {
    const taken = found.length * ways.length > most ? ways.slice(0, 1) : ways;
    found = found.flatMap((begun) => taken.map((ending) => begun + ending));
  }
  return [...new Set([...found, letters.map((ways) => ways.at(-1)).join("")])];
}

/** A whole text, as often as its words have spellings: each of them is in one at least. */
export function respelled(text: string): string[] {
  const words = text.split(/([^\p{L}\p{M}]+)/u).map((word) => {
    const found = spellings(word);
    return found.length > 0 ? found : [word.toLowerCase()];
  });
  const count = words.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from(
    { length: count },
    (_, at) => words.map((found) => found[at % found.length]).join(""),
  );
}

function waysToWrite(letter: string): readonly string[] {
  return habits[letter] ?? [letter.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC")];
}
