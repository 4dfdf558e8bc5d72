import type { Token, TokenKind } from "./text_tokens.ts";

const meaningful = new Set<TokenKind>(["modifier", "foreign", "finding", "agent"]);
const known = new Set<TokenKind>(["modifier", "finding", "agent", "subject", "filler", "quantity"]);
const joins = /^[,^.'’-]$/;

/**
 * Cuts what surely names a person: two or more of the data set's own words together
 * (`Field, Rose`), one that is no word of radiology, a name in DICOM's notation (`DOE^JANE`), and
 * one word between a title and the end of a part (`per Dr. Lung`). Where a word may be a name or
 * not, it becomes unknown: then nobody can tell what the text says.
 */
export function cutNames(tokens: readonly Token[]): Token[] {
  return cutTitled(cutCarets(cutOwn(tokens)));
}

function cutOwn(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let from = 0; from < tokens.length; from++) {
    if (!tokens[from]?.isOwn) continue;
    const to = endOfRun(tokens, from, ({ isOwn }) => isOwn);
    const run = tokens.slice(from, to).filter(({ isOwn }) => isOwn);
    const isName = run.length > 1 || run.some(({ kind }) => !known.has(kind));
    const isSure = isName && !run.some(({ kind }) => meaningful.has(kind));
    replace(result, from, to, isSure ? "cut" : "unknown");
    from = to - 1;
  }
  return result;
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

/** `MÜLLER^JÖRG`; protocols have the sign between words of radiology (`Head^Routine`). */
function cutCarets(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (const [at, { word }] of tokens.entries()) {
    if (word !== "^") continue;
    const beside = [tokens[at - 1], tokens[at + 1]];
    if (beside.every((one) => one?.kind === "unknown")) replace(result, at - 1, at + 2, "cut");
  }
  return result;
}

function cutTitled(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.kind !== "cue") continue;
    let name = at + 1;
    while (isBesideName(tokens[name])) name++;
    const end = tokens[name + 1];
    const isWhole = end === undefined || end.kind === "boundary";
    const named = tokens[name];
    const isName = named !== undefined && named.kind !== "boundary" && named.kind !== "personal" &&
      !meaningful.has(named.kind);
    replace(result, at, name + 1, isName && isWhole ? "cut" : "unknown");
    at = Math.max(at, name - 1);
  }
  return result.map((token) => token.kind === "personal" ? { ...token, kind: "unknown" } : token);
}

/** Other cues, initials, and the signs of both. */
function isBesideName(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === "cue" || token.kind === "cut") return true;
  if (token.kind === "unknown") return token.word.length === 1;
  return /^[.:,=\n\r|-]$/.test(token.word);
}

/** Brackets stay, so that what they hold is a part of its own. */
function isBracket({ word }: Token): boolean {
  return /^[()[\]{}]$/.test(word);
}

function replace(tokens: Token[], from: number, to: number, kind: TokenKind): void {
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token && !isBracket(token)) tokens[at] = { ...token, kind };
  }
}
