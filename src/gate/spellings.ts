/** Letters of Latin alphabets that do not come apart into one of ASCII and its marks. */
const alike: Readonly<Record<string, string>> = {
  ...{ æ: "ae", œ: "oe", ø: "o", ß: "ss", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ħ: "h" },
  ...{ ŧ: "t", ŋ: "n", ĸ: "k" },
};
/** Two letters that stand for one where a keyboard lacks it. */
const digraphs: Readonly<Record<string, string>> = {
  ...{ ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe", ð: "dh" },
};
const mostSpellings = 16;
const isASCII = /^\p{ASCII}*$/u;

/**
 * The ways a name is written where letters beyond ASCII are not at hand, in lower case: without
 * marks, or with two letters for one (`Sørgård`: `sorgard`, `soergaard`, `sorgaard` …). None for
 * a text of ASCII. Letters of other scripts lose their marks only.
 */
export function spellings(text: string): string[] {
  if (isASCII.test(text)) return [];
  let found = [""];
  for (const letter of composedLetters(text)) {
    const all = [...new Set([plainLetter(letter), digraphs[letter] ?? plainLetter(letter)])];
    const taken = found.length * all.length > mostSpellings ? all.slice(0, 1) : all;
    found = found.flatMap((begun) => taken.map((ending) => begun + ending));
  }
  return found;
}

/** A text in lower case without letters beyond ASCII: one letter for each, and two where usual. */
export function respelled(text: string): readonly [plain: string, digraphs: string] {
  const letters = composedLetters(text);
  return [
    letters.map(plainLetter).join(""),
    letters.map((letter) => digraphs[letter] ?? plainLetter(letter)).join(""),
  ];
}

function composedLetters(text: string): string[] {
  return [...text.toLowerCase().normalize("NFC")];
}

function plainLetter(letter: string): string {
  return alike[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
}
