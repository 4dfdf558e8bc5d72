import type { Token, TokenKind } from "./text_tokens.ts";
import { isPlainNumber, isSetting } from "./token_patterns.ts";
import { partnersOf, timings } from "./vocabulary.ts";

const clinical = new Set<TokenKind>(["subject", "finding", "agent", "quantity"]);
const denials = new Set<TokenKind>(["modifier", "foreign"]);
const persons = new Set<TokenKind>(["unknown", "cut", "cue", "personal", "identifier"]);
/** A region behind one of these is imaged, whatever follows: `CT HEAD Kowalski`. */
const modalities = new Set("ct mr mri us pet xr cr dx cta mra nm left right".split(" "));
const regions = new Set("head neck chest hand foot arm back heart lung brain".split(" "));
const joins = /^[,^]$/;
/** `14 weeks` */
const counted = new Set(["weeks", "day", "days", "month", "months"]);

/**
 * Words that are also common names (`Head`, `Stone`) stay only beside another clinical word, and
 * never beside a word that may be a person's: then they become unknown, as the word of a text
 * without any other.
 */
export function withoutLoneNames(tokens: readonly Token[]): Token[] {
  const isKept = (at: number): boolean => isAccompanied(tokens, at);
  return tokens.map((token, at) =>
    token.isAlsoName && !persons.has(token.kind) && !isKept(at)
      ? { ...token, kind: "unknown" }
      : token
  );
}

function isAccompanied(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [beside(tokens, at, -1), beside(tokens, at, 1)];
  const word = tokens[at]?.word ?? "";
  if (before?.kind === "number" && counted.has(word)) return true;
  const partners = partnersOf(word);
  if (partners) return [before, after].some((one) => one !== undefined && partners.has(one.word));
  if (isPerson(before)) return false;
  if (isPerson(after)) {
    const sign = tokens[at + 1]?.word ?? "";
    return regions.has(word) && modalities.has(before?.word ?? "") && !joins.test(sign);
  }
  if (isScan(tokens[at], after) || isScan(before, tokens[at])) return true;
  return isCompany(before) || isCompany(after) || isInChain(tokens, at);
}

/** `PET Brain`: a modality and the region behind it, both of which are also names. */
function isScan(modality: Token | undefined, region: Token | undefined): boolean {
  return modalities.has(modality?.word ?? "") && regions.has(region?.word ?? "");
}

function isPerson(token: Token | undefined): boolean {
  return token !== undefined && persons.has(token.kind);
}

function isCompany(token: Token | undefined): boolean {
  if (!token || token.isAlsoName) return false;
  if (token.kind === "number") return isSetting(token.word);
  return clinical.has(token.kind) || (denials.has(token.kind) && !timings.has(token.word));
}

/** `MR hand foot`: beside others that are also names, the first of which has a clinical word. */
function isInChain(tokens: readonly Token[], at: number): boolean {
  for (let from = at;;) {
    const before = indexBeside(tokens, from, -1);
    const token = before === undefined ? undefined : tokens[before];
    if (before === undefined || !token) return false;
    if (isCompany(token)) return true;
    if (!token.isAlsoName || isPerson(token) || partnersOf(token.word)) return false;
    from = before;
  }
}

/** The next word in a direction, past signs between words; undefined at the end of a part. */
function beside(tokens: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  const index = indexBeside(tokens, at, step);
  return index === undefined ? undefined : tokens[index];
}

function indexBeside(tokens: readonly Token[], at: number, step: 1 | -1): number | undefined {
  for (let index = at + step;; index += step) {
    const token = tokens[index];
    if (!token || token.kind === "boundary") return undefined;
    if (token.kind !== "separator") return index;
  }
}

const clinicalKinds = new Set<TokenKind>(["subject", "finding", "agent", "quantity"]);
/** Behind these a number of four digits is a setting of the scanner. */
const parameters = new Set(
  "te tr ti fov b bvalue bval venc matrix kernel tau mtr td hz shots iterations thickness".split(
    " ",
  ),
);
/** Stand alone before or behind a clinical word: sides, parts of the spine, axes. */
const letter = /^[lrbctsvxyz]$/;

/**
 * Short numbers, and letters that stand for a side, stay beside a clinical word, for they belong to
 * it: `T2_TSE_320_p2`, `L KNEE`, `TE 30`. Beside what may be a name they do not.
 */
export function withNumbers(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (const order of [result.keys(), [...result.keys()].reverse()]) {
    for (const at of order) {
      const token = result[at];
      if (!token || !isCandidate(token)) continue;
      const [before, after] = [wordBeside(result, at, -1), wordBeside(result, at, 1)];
      if ([before, after].some((one) => isForeign(one))) continue;
      if (isLong(token) && !parameters.has(before?.word ?? "")) continue;
      const isBeside = [before, after].some((one) => one && clinicalKinds.has(one.kind));
      if (!isBeside && !isBracketed(result, at)) continue;
      result[at] = { ...token, kind: token.kind === "number" ? "quantity" : "subject" };
    }
  }
  return result;
}

/** `iDose (3)`: one digit in brackets behind a clinical word, as scanners number series. */
function isBracketed(tokens: readonly Token[], at: number): boolean {
  const [open, close] = [tokens[at - 1]?.word ?? "", tokens[at + 1]?.word ?? ""];
  const before = tokens[at - 2];
  return /^\d$/.test(tokens[at]?.word ?? "") && /^[([]$/.test(open) && /^[)\]]$/.test(close) &&
    before !== undefined && clinicalKinds.has(before.kind);
}

function isCandidate({ kind, word, isOwn }: Token): boolean {
  if (isOwn) return false;
  if (kind === "number") return isPlainNumber(word) && !/^0\d{2,}/.test(word);
  return kind === "unknown" && letter.test(word);
}

function isLong({ word }: Token): boolean {
  return /^\d{4}/.test(word);
}

/** What may be a part of a name or of an identifier. */
function isForeign(token: Token | undefined): boolean {
  return token !== undefined && !isCandidate(token) &&
    ["unknown", "cut", "cue", "personal", "identifier", "number"].includes(token.kind);
}

function wordBeside(tokens: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  for (let index = at + step;; index += step) {
    const token = tokens[index];
    if (!token || token.kind === "boundary") return undefined;
    if (token.kind !== "separator") return token;
  }
}
