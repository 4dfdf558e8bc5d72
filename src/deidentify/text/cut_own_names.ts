import type { OwnWords } from "./own_words.ts";
import {
  joins,
  knownKinds,
  meaningfulKinds,
  replace,
  type Token,
  type TokenKind,
} from "./text_tokens.ts";

const mostWordsOfIdentifier = 6;

/** Marks identifiers of several words, `P-00 17`, as own ones. */
export function withOwnIdentifiers(
  tokens: readonly Token[],
  identifiers: ReadonlySet<string>,
): Token[] {
  const result = [...tokens];
  if (identifiers.size === 0) return result;
  for (let from = 0; from < tokens.length; from++) {
    let joined = "";
    let words = 0;
    for (let to = from; to < tokens.length && words < mostWordsOfIdentifier; to++) {
      const token = tokens[to];
      if (!token || /[\n\r]/.test(token.word)) break;
      const word = token.word.replace(/[^\p{L}\p{N}]/gu, "");
      if (word === "") continue;
      joined += word;
      words++;
      if (words > 1 && identifiers.has(joined)) {
        for (let at = from; at <= to; at++) markOwn(result, at);
      }
    }
  }
  return result;
}

function markOwn(tokens: Token[], at: number): void {
  const token = tokens[at];
  if (token && /[\p{L}\p{N}]/u.test(token.word)) tokens[at] = { ...token, isOwn: true };
}

/** Cuts the own words of a data set; a single one that is a word of radiology becomes unknown. */
export function cutOwnNames(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let from = 0; from < tokens.length; from++) {
    if (!tokens[from]?.isOwn) continue;
    const to = endOfRun(tokens, from, ({ isOwn }) => isOwn);
    const run = tokens.slice(from, to).filter(({ isOwn }) => isOwn);
    const isName = run.length > 1 || run.some(({ kind }) => !knownKinds.has(kind));
    const isSure = isName && !run.some(({ kind }) => meaningfulKinds.has(kind));
    replace(result, from, to, isSure ? "cut" : "unknown");
    if (isSure) cutInitials(result, from, to);
    from = to - 1;
  }
  return result;
}

/** Single letters beside a name: `J. Smith`, `Smith J`. */
function cutInitials(tokens: Token[], from: number, to: number): void {
  for (const step of [-1, 1]) {
    let at = step < 0 ? from - 1 : to;
    while (tokens[at] && /^[.,]$/.test(tokens[at]?.word ?? "")) at += step;
    const token = tokens[at];
    if (token?.kind === "unknown" && token.word.length === 1) replace(tokens, at, at + 1, "cut");
  }
}

/** Past the last token of a run whose members stand beside each other, or are joined by a sign. */
function endOfRun(
  tokens: readonly Token[],
  from: number,
  belongs: (token: Token) => boolean,
): number {
  let to = from + 1;
  for (;;) {
    const [next, behind] = [tokens[to], tokens[to + 1]];
    if (next && belongs(next)) to++;
    else if (next && behind && joins.test(next.word) && belongs(behind)) to += 2;
    else return to;
  }
}

/** Words that stand before a surname as a part of it. */
export const particles: ReadonlySet<string> = new Set(
  ("von van vom der den de di da del della delle dello degli dei du des dos das do la las le " +
    "les lo los el al bin ibn abu ben bint ten ter te zu zum zur st san santa santo " +
    "e y").split(" "),
);

/** Kinds of a word that is not kept because it may name a person. */
const gone: ReadonlySet<TokenKind> = new Set(["cut", "unknown"] as const);

/**
 * Removes the parts of names that are too short or too common to be looked for alone, wherever
 * another part of the name is removed beside them: particles before any word that may be a name
 * (`De la Fuente`), and beside a name of the data set all parts of its names (`Fuente X`, `Doe
 * III`).
 */
export function withoutParticles(tokens: readonly Token[], { short }: OwnWords): Token[] {
  const result = [...tokens];
  for (const [at, token] of tokens.entries()) {
    if (!isName(token)) continue;
    const isPart = ({ word, kind }: Token): boolean =>
      particles.has(word) || (token.isOwn && short?.has(word) === true && kind !== "boundary");
    cutRun(result, at, -1, isPart, token.isOwn ? 1 : 2);
    if (token.isOwn) cutRun(result, at, 1, isPart, 1);
  }
  return result;
}

function isName({ kind, word }: Token): boolean {
  return gone.has(kind) && /\p{L}/u.test(word) && !particles.has(word);
}

/**
 * Removes the parts of a name in one direction. Of fewer than `fewest` words only those without a
 * meaning of their own are removed: `LA` is also a view.
 */
function cutRun(
  tokens: Token[],
  from: number,
  step: 1 | -1,
  isPart: (token: Token) => boolean,
  fewest: number,
): void {
  const run: number[] = [];
  for (let at = from + step;; at += step) {
    const token = tokens[at];
    if (!token || token.kind === "boundary") break;
    if (joins.test(token.word)) continue;
    if (!isPart(token)) break;
    run.push(at);
  }
  for (const at of run) {
    const token = tokens[at];
    if (!token || (run.length < fewest && token.kind !== "filler")) continue;
    replace(tokens, at, at + 1, meaningfulKinds.has(token.kind) ? "unknown" : "cut");
  }
}
