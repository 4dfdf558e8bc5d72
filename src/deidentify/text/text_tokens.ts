import cues from "./cues.txt" with { type: "text" };
import { foldedWord, oneSpelling } from "./folded.ts";
import { gluedWord } from "./glued_words.ts";
import { isOwn, type OwnWords } from "./own_words.ts";
import { kindOfPiece, pieces } from "./token_patterns.ts";
import { isAlsoName, vocabulary, type WordClass, wordClass } from "./vocabulary.ts";

/**
 * What a piece of a text is: a word by its class, `5mm`, another number or word with digits, a date
 * or another identifier, a word that no list has; a word before a name (`Dr.`) or of a person
 * (`DOB`); a sign between words, one that says something about them (`?`), or one that ends a part
 * of the text. `cut` is what was removed without any harm.
 */
export type TokenKind =
  | WordClass
  | "quantity"
  | "number"
  | "identifier"
  | "unknown"
  | "cue"
  | "personal"
  | "separator"
  | "sign"
  | "boundary"
  | "cut";

export interface Token {
  readonly kind: TokenKind;
  /** In lower case, without marks. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** One of the data set's own names or identifiers, whatever else it is. */
  readonly isOwn: boolean;
  /** A word of the vocabulary that is also a common name. */
  readonly isAlsoName: boolean;
}

/** What texts are read with: the words of the person, and those that a site added. */
export interface Reading {
  readonly own: OwnWords;
  readonly siteWords: ReadonlySet<string>;
}

const [, beforeName = "", ofPerson = ""] = cues.replaceAll(/^#.*$/gm, "").split(/^\[.*\]$/m);
const cuesBeforeNames = new Set(beforeName.split(/\s+/).map(foldedWord));
const cuesOfPersons = new Set(ofPerson.split(/\s+/).map(foldedWord));
const age = /^\d{1,3}(?:y|yo|yr|yrs|j)$/;
const identifierDigits = 5;
/** Where a full stop follows. */
const title = /^(?:[Mm][RrSs]|Hr|Fr|Pr|M)$/;

/** The words and signs of a text, each with what it is. White space has no token. */
export function tokensOf(text: string, reading: Reading): Token[] {
  const tokens: Token[] = [];
  for (const { 0: piece, index: start, groups = {} } of text.matchAll(pieces)) {
    if (/^\s+$/u.test(piece) && !/[\n\r]/.test(piece)) continue;
    tokens.push(tokenOf(text, piece, start, groups, reading));
  }
  return tokens;
}

function tokenOf(
  text: string,
  piece: string,
  start: number,
  groups: Record<string, string | undefined>,
  reading: Reading,
): Token {
  const end = start + piece.length;
  const word = foldedWord(piece);
  const token = { word, start, end, isOwn: false, isAlsoName: false };
  const kind = kindOfPiece(groups);
  if (kind === "identifier") return { ...token, kind };
  if (!/[\p{L}\p{N}]/u.test(piece)) return { ...token, kind: signKind(text, start, piece) };
  if (kind === "abbreviation") {
    return {
      ...token,
      kind: wordClass(word) ?? (/^[+-]c$|^c[+-]$/.test(word) ? "agent" : "subject"),
    };
  }
  const own = isOwn(piece, reading.own);
  if (kind === "quantity" || kind === "number") {
    return { ...token, kind: wordClass(word) ?? kind, isOwn: own };
  }
  const isTitle = /^M[rs]$/.test(piece) || (text.charAt(end) === "." && title.test(piece));
  if (isTitle) return { ...token, kind: "cue" };
  return wordToken(text, { ...token, isOwn: own }, piece, reading);
}

type Untyped = Omit<Token, "kind">;

function wordToken(text: string, token: Untyped, piece: string, reading: Reading): Token {
  const { own, siteWords } = reading;
  const { word, start, end } = token;
  const isReference = word === "ref" &&
    (text.charAt(start - 1) === "_" || text.charAt(end) === "_");
  if (isReference) return { ...token, kind: "subject" };
  if (cuesBeforeNames.has(word)) return { ...token, kind: "cue" };
  if (cuesOfPersons.has(word)) return { ...token, kind: "personal" };
  const known = wordClass(word);
  if (known || siteWords.has(word)) {
    const isName = isAlsoName(word);
    const parts = /\p{N}|\p{Ll}\p{Lu}/u.test(piece) ? gluedWord(piece)?.parts ?? [] : [];
    const isOfPlace = !token.isOwn && own.places !== undefined && isPlace(word, own.places) &&
      (isName || !vocabulary.has(word)) && known !== "filler";
    return {
      ...token,
      kind: known ?? "subject",
      isOwn: token.isOwn || isOfPlace || parts.some((part) => isOwn(part, own)),
      isAlsoName: isName,
    };
  }
  if (age.test(word)) return { ...token, kind: "personal" };
  const glued = gluedWord(piece);
  if (glued) {
    const isOwnPart = glued.parts.some((part) => isOwn(part, own));
    return { ...token, kind: glued.wordClass, isOwn: token.isOwn || isOwnPart };
  }
  if (!/\p{N}/u.test(word)) return { ...token, kind: "unknown" };
  const isLong = /^\d+$/.test(word) && word.length >= identifierDigits;
  return { ...token, kind: isLong ? "identifier" : "number" };
}

function isPlace(word: string, places: ReadonlySet<string>): boolean {
  return places.has(word) || places.has(oneSpelling(word));
}

/** Signs that say something about the words beside them, and signs between words. */
function signKind(text: string, at: number, sign: string): TokenKind {
  if (sign.length > 1) return /[\n\r]/.test(sign) ? "boundary" : "modifier"; // `+/-`
  if (/[;()[\]{}|\n\r\\]/.test(sign)) return "boundary";
  const before = text.charAt(at - 1);
  if (sign === "*" && /^\*\s?\d/.test(text.slice(at)) && !/[\p{L}\p{N}]/u.test(before)) {
    return "personal"; // born
  }
  if (sign === ".") return /^\.(?:\s|$)/.test(text.slice(at)) ? "boundary" : "separator";
  if (/[,:/&_^"'*#%@°²³·…“”„«»–—]/.test(sign)) return "separator";
  if (sign === "=" && /^=\s?\d/.test(text.slice(at)) && /[\p{L}]/u.test(before)) return "separator";
  if (/[?!<>=~]/.test(sign)) return "sign";
  if (!/[-+]/.test(sign)) return "unknown";
  if (/^.\s*(?:[\n\r]|$)/u.test(text.slice(at))) return "sign";
  const isSpace = (other: string): boolean => /^\s?$/.test(other);
  const isBetween = isSpace(before) === isSpace(text.charAt(at + 1)) &&
    at > 0 && at + 1 < text.length && /[\p{L}\p{N}\s]/u.test(text.charAt(at + 1));
  return isBetween ? "separator" : "sign";
}

/** Kinds of words without which a text would say something else. */
export const meaningfulKinds: ReadonlySet<TokenKind> = new Set(
  ["modifier", "foreign", "finding", "agent"] as const,
);
/** Kinds of words that the vocabulary has. */
export const knownKinds: ReadonlySet<TokenKind> = new Set(
  ["modifier", "finding", "agent", "subject", "filler", "quantity"] as const,
);
/** Signs between the parts of a name. */
export const joins = /^[,^.'’_-]$/;

/** Gives tokens another kind, but for brackets, so that what they hold is a part of its own. */
export function replace(tokens: Token[], from: number, to: number, kind: TokenKind): void {
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token && !/^[()[\]{}]$/.test(token.word)) tokens[at] = { ...token, kind };
  }
}
