import { SkippedFileError } from "../../model/errors.ts";
import type { IdentifyingKind, IdentifyingValue } from "../facts/identifying_values.ts";
import { institutionTerms } from "../facts/institutions.ts";
import type { PublicWords } from "../facts/public_words.ts";
import { encodedForms, isASCII } from "../facts/text_encodings.ts";
import { publicDates, spellings, writtenDates } from "./spellings.ts";

/** A text to search for in an output. */
export interface SearchTerm {
  readonly kind: IdentifyingKind;
  /** The bytes of the term as Latin-1 in lower case. */
  readonly form: string;
  /** It has digits and no letters, so measurements, times and UIDs can contain it too. */
  readonly isNumber: boolean;
  /** One word of a name, which can also be an ordinary word. */
  readonly isPart: boolean;
}

/** The most characters of all terms of an image; a study with a hundred names needs a tenth. */
const mostCharacters = 1 << 20;
const fewestDigits = 5;
const fewestTelephoneDigits = 7;
const shortestIdentifier = 4;
const shortestLine = 8;
const shortestGlued = 6;
const shortestBare = 6;
const separators = ["^", " ", ", ", ",", "_", "-", ".", "^ "];
const rawWord = new RegExp("(?:\x1b\\$(?:[@B]|\\(D)[^\x1b]*|[^\\^= ])+", "g");
const betweenNames = /[\^=\\\s,._'’-]+/;
const signsAndDigits = /^[-+.,/\s]*\d[-+.,/\d\s]*$/;
const eastAsian = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Makes the search terms for identifying values. Ambiguous words are omitted (public words, very
 * short words, few digits); they are found only as part of the whole value. Throws
 * SkippedFileError TOO_COMPLEX if there are more terms than an ordinary file has.
 */
export function searchTermsOf(
  values: readonly IdentifyingValue[],
  words: PublicWords,
): readonly SearchTerm[] {
  const searchTerms = new Map<string, SearchTerm>();
  let characters = 0;
  for (const value of values) {
    for (const { text, isPart } of textsOf(value, words)) {
      const isNumber = value.kind !== "UID" && isDigits(value.kind, text);
      const forms = value.isRaw ? [text.toLowerCase()] : encodedForms(text);
      for (const form of forms) {
        if (searchTerms.has(form)) continue;
        searchTerms.set(form, { kind: value.kind, form, isNumber, isPart });
        characters += form.length;
        if (characters > mostCharacters) throw tooManyTerms();
      }
    }
  }
  return [...searchTerms.values()];
}

function tooManyTerms(): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", "it has too many identifying values to search for");
}

/** Numbers are also searched for with separators between digits, dates in the usual notations. */
function isDigits(kind: IdentifyingKind, text: string): boolean {
  return (kind === "BIRTH_DATE" ? /^\d+$/ : signsAndDigits).test(text);
}

interface Text {
  readonly text: string;
  readonly isPart: boolean;
}

function textsOf({ kind, text, isRaw }: IdentifyingValue, words: PublicWords): Text[] {
  if (isRaw) return rawTextsOf(kind, text);
  switch (kind) {
    case "NAME":
      return text.split("=").flatMap((group) => namesOf(group, words));
    case "IDENTIFIER":
    case "FOLDER_NAME":
      return identifiersOf(text, words).map(whole);
    case "UID":
      return [whole(text)];
    case "BIRTH_DATE":
      return writtenDates(text).map(whole);
    case "ADDRESS":
      return [text, ...text.split(/[\\^\r\n,;]+/)].map((line) => line.trim())
        .filter((line) => line.length >= shortestLine && !words.isPublic(line)).map(whole);
    case "INSTITUTION":
      return institutionTerms(text, words);
    case "TELEPHONE":
      return [text, digitsOf(text)]
        .filter((form) => digitsOf(form).length >= fewestTelephoneDigits || /\p{L}{4}/u.test(form))
        .map(whole);
  }
}

/** For bytes that cannot be decoded: the whole value, and the words of a name. */
function rawTextsOf(kind: IdentifyingKind, text: string): Text[] {
  const words = kind === "NAME" ? rawWordsOf(text) : [];
  return [whole(text), ...words.map((word) => ({ text: word, isPart: true }))]
    .filter(({ text }) => text.length >= shortestIdentifier);
}

/** In seven-bit ISO 2022, `^` and `=` can be halves of characters until the next escape. */
function rawWordsOf(text: string): string[] {
  const words = text.match(rawWord) ?? [];
  return words.filter((word) => !isASCII(word) || word.includes("\x1b"));
}

function namesOf(group: string, words: PublicWords): Text[] {
  const parts = group.split(betweenNames).filter((part) => part !== "");
  const [first = "", second = ""] = parts;
  const alone = parts.filter((part) => standsAlone(part, words));
  const isNamed = first !== "" && second !== "" && first.toLowerCase() !== second.toLowerCase();
  const joined = isNamed ? [first + second, second + first] : [];
  const apart = isNamed && !alone.includes(first) && !alone.includes(second)
    ? separators.flatMap((sign) => [first + sign + second, second + sign + first])
    : [];
  return [
    ...alone.map((text) => ({ text, isPart: true })),
    ...[...joined, ...gluedOf(group)].filter(isLongJoined).map(whole),
    ...apart.map(whole),
  ].flatMap((one) => [one, ...spellings(one.text).map((text) => ({ ...one, text }))])
    .filter(({ text, isPart }) => !isPart || !words.isPublic(text));
}

/**
 * Names of several words joined (`van der Velden`), and names that are also written apart
 * (`McDonnell`).
 */
function gluedOf(group: string): string[] {
  return group.split(/[\^=]/).flatMap((component) => {
    const glued = component.replace(/[\s'’.-]+/g, "");
    const apart = glued.replace(/(\p{Ll})(?=\p{Lu})/gu, "$1 ");
    return [...(glued === component ? [] : [glued]), ...(apart === glued ? [] : [apart])];
  });
}

function standsAlone(part: string, words: PublicWords): boolean {
  if (/^\d+$/.test(part)) return part.length >= fewestDigits;
  const length = [...part].length;
  return length >= (eastAsian.test(part) ? 2 : 3) && !words.isPublic(part);
}

function isLongJoined(text: string): boolean {
  return text.length >= (eastAsian.test(text) ? 2 : shortestGlued);
}

function identifiersOf(text: string, words: PublicWords): string[] {
  if (/^[\d.]{9,64}$/.test(text) && text.split(".").length > 3) return []; // a UID has its own rule
  const digits = digitsOf(text);
  if (signsAndDigits.test(text) && digits.length < fewestDigits) return [];
  const bare = text.replace(/[^\p{L}\p{N}]/gu, "");
  const forms = /^\d+$/.test(text)
    ? [text, text.replace(/^0+/, "")].filter((form) => form.length >= fewestDigits)
    : text.length >= shortestIdentifier
    ? [
      text,
      ...(bare !== text && bare.length >= shortestBare ? [bare] : []),
      ...(digits.length >= fewestTelephoneDigits ? [digits] : []),
    ]
    : [];
  return forms.filter((form) => !words.isPublic(form) && !publicDates.has(form));
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

function whole(text: string): Text {
  return { text, isPart: false };
}
