import { isASCII } from "./text_encodings.ts";

/** How letters are transcribed on keyboards that lack them, besides omitting the diacritics. */
const habits: Readonly<Record<string, readonly string[]>> = {
  ä: ["a", "ae"],
  ö: ["o", "oe"],
  ü: ["u", "ue"],
  ő: ["o", "oe"],
  ű: ["u", "ue"],
  ø: ["o", "oe"],
  å: ["a", "aa"],
  æ: ["ae"],
  œ: ["oe"],
  ß: ["ss"],
  ĳ: ["ij"],
  đ: ["d", "dj"],
  ð: ["d", "dh"],
  þ: ["th"],
  ł: ["l"],
  ı: ["i"],
  ħ: ["h"],
  ŧ: ["t"],
  ŋ: ["n"],
  ĸ: ["k"],
  ə: ["e"],
  ɓ: ["b"],
  ɗ: ["d"],
  ƙ: ["k"],
  ŉ: ["n"],
  ſ: ["s"],
};
const mostSpellings = 16;
/** A longer text is not a name; it gets two spellings: the shortest and the longest. */
const longestName = 256;

/**
 * The ASCII spellings of a name in lower case: without diacritics, or with two letters for one
 * (`Sørgård`: `sorgard`, `soergaard`, `sorgaard` …). Empty for a text that is ASCII. Letters of
 * other scripts only lose their diacritics.
 */
export function spellings(text: string): string[] {
  if (isASCII(text)) return [];
  const letters = [...text.toLowerCase().normalize("NFC")].map(waysToWrite);
  const most = letters.length > longestName ? 1 : mostSpellings;
  let found = [""];
  for (const ways of letters) {
    const taken = found.length * ways.length > most ? ways.slice(0, 1) : ways;
    found = found.flatMap((start) => taken.map((ending) => start + ending));
  }
  return [...new Set([...found, letters.map((ways) => ways.at(-1)).join("")])];
}

/** Variants of a whole text in which each spelling of each word occurs at least once. */
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
