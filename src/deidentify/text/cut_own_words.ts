import { joins, known, meaningful, replace } from "./replace_tokens.ts";
import type { Token } from "./text_tokens.ts";

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
export function cutOwn(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let from = 0; from < tokens.length; from++) {
    if (!tokens[from]?.isOwn) continue;
    const to = endOfRun(tokens, from, ({ isOwn }) => isOwn);
    const run = tokens.slice(from, to).filter(({ isOwn }) => isOwn);
    const isName = run.length > 1 || run.some(({ kind }) => !known.has(kind));
    const isSure = isName && !run.some(({ kind }) => meaningful.has(kind));
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
