/** A word in lower case, and without the marks of its letters: `Müller` and `MULLER` are one. */
export function foldedWord(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of a text, folded: runs of letters and digits. */
export function foldedWords(text: string): string[] {
  return foldedWord(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
