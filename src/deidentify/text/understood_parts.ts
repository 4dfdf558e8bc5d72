import type { Token, TokenKind } from "./text_tokens.ts";
import { timings } from "./vocabulary.ts";

const modifiers = new Set<TokenKind>(["modifier", "foreign", "sign"]);
const signs = new Set<TokenKind>(["separator", "boundary"]);
const shortestSentenceEnd = 4;
const forward = new Set(
  "no non without w/o w/out wo ohne keine kein sans pas sin senza zonder geen rule exclude evidence"
    .split(" "),
);

/**
 * What is left of a text with words that are not known: such a word could be a denial of any
 * finding in it, of an agent beside it, and of what a negation or doubt elsewhere in its part
 * already speaks of. All that could be meant is cut.
 */
export function understoodParts(tokens: readonly Token[]): Token[] {
  const parts = partsOf(tokens);
  const isExcluded = excludedParts(parts);
  return parts.flatMap((part, at) => {
    const end = isExcluded[at] ? 0 : beforeDoubt(part);
    return part.map((token, index) => index < end ? onlySure(token, index, part) : cut(token));
  });
}

/** How much of a part no doubt speaks of: what stands before one that means what follows it. */
function beforeDoubt(part: readonly Token[]): number {
  const first = part.findIndex(isDoubt);
  if (first < 0) return part.length;
  return speaksOfNext(part, first) ? first : 0;
}

/** `no fracture`, `r/o fracture`: not `pelvis no`. */
function speaksOfNext(part: readonly Token[], at: number): boolean {
  const word = part[at]?.word ?? "";
  if (/^[rsh]\/[op]$/.test(word)) return true;
  const next = part[at + 1]?.kind;
  return forward.has(word) && (next === "finding" || next === "agent" || next === "subject");
}

function onlySure(token: Token, at: number, part: readonly Token[]): Token {
  const { kind, word } = token;
  if (kind === "unknown" || kind === "foreign" || kind === "finding") return cut(token);
  const isTiming = modifiers.has(kind) && timings.has(word);
  if (kind !== "agent" && !isTiming) return token;
  const beside = [wordBeside(part, at, -1), wordBeside(part, at, 1)];
  const isAlone = beside.every((one) => one === undefined);
  const isSure = beside.every((one) => one === undefined || isSureBeside(one)) && !isAlone;
  return isSure ? token : cut(token);
}

function isSureBeside({ kind, word }: Token): boolean {
  return kind === "subject" || kind === "quantity" || kind === "agent" || kind === "filler" ||
    timings.has(word);
}

/** Of each part whether a doubt at the end of another may mean all of it. */
function excludedParts(parts: readonly (readonly Token[])[]): boolean[] {
  const result = parts.map(() => false);
  for (const [at, part] of parts.entries()) {
    const words = part.filter(({ kind }) => !signs.has(kind) && kind !== "filler");
    const [first, last] = [words[0], words.at(-1)];
    if (first && isDoubt(first) && !speaksOfNext(part, part.indexOf(first))) {
      result.fill(true, 0, at);
    }
    if (last && isDoubt(last)) result.fill(true, at);
  }
  return result;
}

function isDoubt({ kind, word }: Token): boolean {
  return modifiers.has(kind) && !timings.has(word);
}

function cut(token: Token): Token {
  return signs.has(token.kind) ? token : { ...token, kind: "cut" };
}

function wordBeside(part: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  for (let index = at + step;; index += step) {
    const token = part[index];
    if (!token) return undefined;
    if (!signs.has(token.kind)) return token;
  }
}

/** Between brackets, semicolons, lines, sentences, and changes of the script. */
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
    (before.kind === "unknown" || before.word.length < shortestSentenceEnd);
}

function isLatinWord(word: string): boolean {
  return /\p{Script=Latin}/u.test(word);
}
