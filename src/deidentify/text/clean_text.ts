import { cutNames } from "./cut_names.ts";
import { noOwnWords, type OwnWords } from "./own_words.ts";
import { type Token, type TokenKind, tokensOf } from "./text_tokens.ts";
import { negationsOfNumbers } from "./vocabulary.ts";

const cuts = new Set<TokenKind>(["cut", "filler", "identifier", "number"]);
const spoken = new Set<TokenKind>(["subject", "finding", "agent", "modifier", "quantity"]);
const modifiers = new Set<TokenKind>(["modifier", "foreign", "sign"]);
const claims = new Set<TokenKind>(["finding", "agent"]);
/** Of those inside each other, the ones that are removed when they are empty. */
const mostBrackets = 3;
const shortestSentenceEnd = 4;
/** Signs that could deny what stands beside them, were the word behind them cut. */
const besideCut = /^[-+?!<>=~/*#%]$/;

/**
 * What may be released of a text (PS3.15 E.3.3): it says the same as before, or less, never
 * something else. Names and identifiers are cut out. When every other word is known, the text
 * stays as it is written, in lower case. When a word is not known, it could deny any other:
 * nothing stays of a text that has a negation or another modifier, and else the parts (between
 * brackets, semicolons and lines) without unknown words and findings. Empty when nothing stays,
 * or when what stays is longer than `longest` and cannot be shortened.
 */
export function cleanText(text: string, own: OwnWords = noOwnWords, longest = Infinity): string {
  const tokens = withUnknown(cutNames(tokensOf(text.normalize("NFC"), own)));
  const has = (kinds: ReadonlySet<TokenKind>): boolean =>
    tokens.some(({ kind }) => kinds.has(kind));
  const isModified = has(modifiers);
  if (tokens.every(isUnderstood)) {
    if (!isModified && !has(claims)) return shortened(plain(tokens), longest);
    const written = asWritten(tokens);
    return written.length <= longest ? written : "";
  }
  if (isModified) return "";
  const parts = partsOf(tokens).filter((part) =>
    part.every((token) => isUnderstood(token) && !claims.has(token.kind))
  );
  return shortened(plain(parts.flat()), longest);
}

function isUnderstood({ kind }: Token): boolean {
  return kind !== "unknown" && kind !== "foreign";
}

/** Tokens whose loss would change what is said become unknown: `0 fractures`, `no 3`, `mass -Q`. */
function withUnknown(tokens: readonly Token[]): Token[] {
  const hasFinding = tokens.some(({ kind }) => kind === "finding");
  const hasClaim = hasFinding || tokens.some(({ kind }) => claims.has(kind) || modifiers.has(kind));
  const before = neighbours(tokens);
  const after = neighbours(tokens.toReversed()).toReversed();
  return tokens.map((token, at) => {
    const { kind, word } = token;
    if (!cuts.has(kind) || kind === "filler") return token;
    const isCounted = kind === "number" &&
      (hasFinding || /^0+$/.test(word) || negationsOfNumbers.has(before[at] ?? ""));
    const isSigned = besideCut.test(before[at] ?? "") || besideCut.test(after[at] ?? "");
    return hasClaim && (isCounted || isSigned) ? { ...token, kind: "unknown" } : token;
  });
}

/** Of each token, the word or sign before it that stays and is no bracket. */
function neighbours(tokens: readonly Token[]): (string | undefined)[] {
  let latest: string | undefined;
  return tokens.map(({ kind, word }) => {
    const before = latest;
    if (kind !== "cut" && !/^[()[\]{}]$/.test(word)) latest = word;
    return before;
  });
}

function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let isLatin: boolean | undefined;
  let before: Token | undefined;
  for (const token of tokens) {
    const isWord = /\p{L}/u.test(token.word);
    const changes = isWord && isLatin !== undefined && isLatin !== isLatinWord(token.word);
    if ((token.kind === "boundary" && !isAbbreviated(token, before)) || changes) parts.push([]);
    before = token;
    if (isWord) isLatin = isLatinWord(token.word);
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** Whether a full stop may be that of an abbreviation, as of a title: `Hr. Lung`. */
function isAbbreviated({ word }: Token, before: Token | undefined): boolean {
  return word === "." && before !== undefined &&
    (!isUnderstood(before) || before.word.length < shortestSentenceEnd);
}

function isLatinWord(word: string): boolean {
  return /\p{Script=Latin}/u.test(word);
}

/** The words alone: where nothing is affirmed or denied, signs say nothing. */
function plain(tokens: readonly Token[]): string {
  return tokens.filter(({ kind }) => spoken.has(kind)).map(({ word }) => word).join(" ");
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest + 1).replace(/\s?\S*$/, "");
}

/** All that is not cut, with the signs that were between the words. */
function asWritten(tokens: readonly Token[]): string {
  let text = "";
  let end: number | undefined;
  for (const { kind, word, start, end: next } of tokens) {
    const isSpaced = end !== undefined && start > end;
    end = next;
    const sign = /^[\\|\n\r]$/.test(word) ? ";" : /^[\^_]$/.test(word) ? " " : word;
    text += `${isSpaced || cuts.has(kind) ? " " : ""}${cuts.has(kind) ? "" : sign}`;
  }
  return tidy(text);
}

/** Without brackets, commas and the like that lost what they stood for. */
function tidy(text: string): string {
  let tidied = text;
  for (let round = 0; round < mostBrackets; round++) {
    tidied = tidied.replace(/\s+/g, " ").replace(/\( ?\)|\[ ?\]|\{ ?\}/g, " ")
      .replace(/ ?([,;:]) ?(?=[,;:)\]}])/g, "").replace(/(?<=[([{]) ?[,;:] ?/g, "")
      .replace(/ (?=[,;:)\]}])/g, "").replace(/^[\s,;:.]+|[\s,;:]+$/g, "");
  }
  return tidied;
}
