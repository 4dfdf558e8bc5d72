/** How the texts of a data set, or of an item of one, are encoded (PS3.3 C.12.1.1.2). */
export interface CharacterSet {
  /** The defined terms in their standard spelling, joined by `\`; empty for the default. */
  readonly terms: string;
}

/** The default: ASCII. */
export const defaultCharacterSet: CharacterSet = { terms: "" };

/** Names that some senders write instead of the defined terms. */
const aliases: Readonly<Record<string, string>> = {
  "UTF-8": "ISO_IR 192",
  UTF8: "ISO_IR 192",
  "ISO-8859-1": "ISO_IR 100",
  "ISO8859-1": "ISO_IR 100",
  LATIN1: "ISO_IR 100",
  GB2312: "GB18030",
  "ISO 2022 GBK": "GBK",
};

/** The defined terms of SpecificCharacterSet (PS3.3 C.12.1.1.2). */
const knownTerms = new Set([
  ..."6 13 100 101 109 110 126 127 138 144 148 166 192".split(" ").map((name) => `ISO_IR ${name}`),
  ..."6 13 58 87 100 101 109 110 126 127 138 144 148 149 159 166".split(" ")
    .map((name) => `ISO 2022 IR ${name}`),
  "GB18030",
  "GBK",
]);

/**
 * The character set for the values of SpecificCharacterSet. Misspelt terms (`ISO-IR 100`, `UTF-8`)
 * are recognised; unknown terms are ignored, so that the others still apply.
 */
export function characterSet(terms: readonly string[]): CharacterSet {
  const known = terms.map(standardTerm).map((term) => knownTerms.has(term) ? term : "");
  const [first = "", ...extensions] = known;
  const terms_ = [first, ...extensions.filter((term) => term !== "")];
  return { terms: terms_.join("\\").replace(/^ISO_IR 6$/, "") };
}

/** The known terms in their original spelling, joined by `\`. */
export function understoodTerms(terms: readonly string[]): string {
  const [first = "", ...extensions] = terms.map((term) =>
    knownTerms.has(standardTerm(term)) ? term : ""
  );
  return [first, ...extensions.filter((term) => term !== "")].join("\\");
}

function standardTerm(written: string): string {
  const term = written.trim().toUpperCase();
  return aliases[term] ??
    term.replace(/^ISO[ _-]?2022[ _-]?(IR)?[ _-]?(?=\d)/, "ISO 2022 IR ")
      .replace(/^ISO[ _-]?IR[ _-]?(?=\d)/, "ISO_IR ");
}
