import cues from "./cues.txt" with { type: "text" };
import { foldedWord } from "./folded.ts";
import { isOwn, type OwnWords } from "./own_words.ts";
import { type WordClass, wordClass } from "./vocabulary.ts";

/**
 * What a piece of a text is: a word by its class, `5mm`, another word with digits, a long number or
 * a date, a word that no list has; a word before a name (`Dr.`) or of a person (`DOB`); a sign
 * between words, one that says something about them (`?`), or one that ends a part of the text.
 * `cut` is what was removed without any harm.
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
}

const [, beforeName = "", ofPerson = ""] = cues.replaceAll(/^#.*$/gm, "").split(/^\[.*\]$/m);
const cuesBeforeNames = new Set(beforeName.split(/\s+/).map(foldedWord));
const cuesOfPersons = new Set(ofPerson.split(/\s+/).map(foldedWord));

const date =
  /(?<![\p{L}\p{N}])(?:\d{1,4}(?<sign>[-./])\d{1,2}\k<sign>\d{2,4}|\d{1,2}\.? ?(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\p{L}{0,6}\.?,? ?\d{2,4})(?![\p{L}\p{N}])/u;
const abbreviation =
  /(?<![\p{L}\p{N}])(?:w\/o(?:ut)?|w\/wo|[rsh]\/[op]|f\/u|c\/o|[-+]ve|d\.o\.b\.)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])w\/(?=\s*\p{L})|\+\/-|-\/\+/u;
const quantity =
  /(?<![\p{L}\p{N}])\d{1,3}(?:\.\d{1,3})?(?:mm|cm|ml|mg|ms|s|sec|kv|kvp|ma|mas|hz|mhz|t|deg|min|x)(?![\p{L}\p{N}])/u;
const age = /^\d{1,3}(?:y|yo|yr|yrs|j)$/;
const word = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)?/u;
const pieces = new RegExp(
  [date, abbreviation, quantity, word, /\s+/u, /[^]/u].map(({ source }, at) =>
    at === 0 ? `(?<date>${source})` : source
  ).join("|"),
  "giu",
);
const identifierDigits = 5;

/** The words and signs of a text, each with what it is. White space has no token. */
export function tokensOf(text: string, own: OwnWords): Token[] {
  const tokens: Token[] = [];
  for (const { 0: piece, index: start, groups } of text.matchAll(pieces)) {
    const isDate = groups?.["date"] !== undefined;
    const end = start + piece.length;
    if (/^\s+$/u.test(piece) && !/[\n\r]/.test(piece)) continue;
    const isWord = /[\p{L}\p{N}]/u.test(piece);
    const isTitle = /^m[rs]$/i.test(piece) && (/^M[rs]$/.test(piece) || text.charAt(end) === ".");
    const kind = isDate
      ? "identifier"
      : isTitle
      ? "cue"
      : isWord
      ? wordKind(piece)
      : signKind(text, start);
    tokens.push({ kind, word: foldedWord(piece), start, end, isOwn: isWord && isOwn(piece, own) });
  }
  return tokens;
}

function wordKind(piece: string): TokenKind {
  const folded = foldedWord(piece);
  if (cuesBeforeNames.has(folded)) return "cue";
  if (cuesOfPersons.has(folded)) return "personal";
  const known = wordClass(folded);
  if (known) return known;
  if (quantity.test(folded)) return "quantity";
  if (age.test(folded)) return "personal";
  if (!/\p{N}/u.test(folded)) return "unknown";
  return /^\d+$/.test(folded) && folded.length >= identifierDigits ? "identifier" : "number";
}

/** Signs that say something about the words beside them, and signs between words. */
function signKind(text: string, at: number): TokenKind {
  const sign = text.charAt(at);
  if (/[;()[\]{}|\n\r\\]/.test(sign)) return "boundary";
  if (sign === "*" && /^\*\s?\d/.test(text.slice(at))) return "personal"; // born
  if (sign === ".") return /^\.(?:\s|$)/.test(text.slice(at)) ? "boundary" : "separator";
  if (/[,:/&_^"'*#%@]/.test(sign)) return "separator";
  if (/[?!<>=~]/.test(sign)) return "sign";
  if (!/[-+]/.test(sign)) return "unknown";
  const isSpace = (other: string): boolean => /^\s?$/.test(other);
  const isBetween = isSpace(text.charAt(at - 1)) === isSpace(text.charAt(at + 1)) &&
    at > 0 && at + 1 < text.length && /[\p{L}\p{N}\s]/u.test(text.charAt(at + 1));
  return isBetween ? "separator" : "sign";
}
