/** A word in lower case, and without the marks of its letters: `Müller` and `MULLER` are one. */
export function foldedWord(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of a text, folded: runs of letters and digits. */
export function foldedWords(text: string): string[] {
  return foldedWord(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Letters that keyboards without them replace by others. */
const replacements: Readonly<Record<string, string>> = {
  ß: "s",
  æ: "a",
  œ: "o",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
  ħ: "h",
  ĳ: "ij",
};
const special = /[ßæœøđðþłıħĳ]/g;
const doubled = /ae|oe|ue|aa|ss/g;

/**
 * One form for all spellings of a name: `muller` for Müller, Mueller and Muller. `folded` is a word
 * without marks and in lower case. Words that are not names may get the same form; they are then
 * treated as the name.
 */
export function oneSpelling(folded: string): string {
  return folded.replace(special, (letter) => replacements[letter] ?? letter)
    .replace(doubled, (pair) => pair.charAt(0));
}
