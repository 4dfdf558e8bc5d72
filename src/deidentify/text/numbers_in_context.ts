import type { Token, TokenKind } from "./text_tokens.ts";
import { isPlainNumber } from "./token_patterns.ts";

const clinical = new Set<TokenKind>(["subject", "finding", "agent", "quantity"]);
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
      const [before, after] = [beside(result, at, -1), beside(result, at, 1)];
      if ([before, after].some((one) => isForeign(one))) continue;
      if (isLong(token) && !parameters.has(before?.word ?? "")) continue;
      const isBeside = [before, after].some((one) => one && clinical.has(one.kind));
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
    before !== undefined && clinical.has(before.kind);
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

function beside(tokens: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  for (let index = at + step;; index += step) {
    const token = tokens[index];
    if (!token || token.kind === "boundary") return undefined;
    if (token.kind !== "separator") return token;
  }
}
