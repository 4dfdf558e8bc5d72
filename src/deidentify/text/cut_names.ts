import type { OwnWords } from "./own_words.ts";
import type { Token, TokenKind } from "./text_tokens.ts";

const meaningful = new Set<TokenKind>(["modifier", "foreign", "finding", "agent"]);
const known = new Set<TokenKind>(["modifier", "finding", "agent", "subject", "filler", "quantity"]);
const joins = /^[,^.'’_-]$/;
/** Beside these stands a person's name; beside the others of their list only a place or number. */
const beside = new Set(
  ("md phd frcr frcs mbbs bsc dob d.o.b. born birth birthdate geb geboren mrn id ids ssn nhs pid acc " +
    "accession accno *").split(" "),
);
const mostWordsOfIdentifier = 6;

/**
 * Cuts what surely names a person: two or more of the data set's own words together
 * (`Field, Rose`), one that is no word of radiology, a name in DICOM's notation (`DOE^JANE`), and
 * what follows a title or role, or stands before a degree or `DOB`. Where a word may be a name or
 * not, it becomes unknown: then nobody can tell what the text says. A word that names a person in
 * one place of the text names it in all.
 */
export function cutNames(tokens: readonly Token[], { identifiers }: OwnWords): Token[] {
  const own = withOwnIdentifiers(tokens, identifiers);
  return cutEverywhere(own, cutTitled(cutCarets(cutOwn(own))));
}

/** Identifiers of several words: `P-00 17`. */
function withOwnIdentifiers(tokens: readonly Token[], identifiers: ReadonlySet<string>): Token[] {
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

function cutOwn(tokens: readonly Token[]): Token[] {
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

/** `MÜLLER^JÖRG`; protocols have the sign between words of radiology (`Head^Routine`). */
function cutCarets(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (const [at, { word }] of tokens.entries()) {
    if (word !== "^") continue;
    const beside = [tokens[at - 1], tokens[at + 1]];
    const isName = beside.some((one) => one?.kind === "unknown") &&
      beside.every((one) => one?.kind === "unknown" || one?.isAlsoName || one?.kind === "cut");
    if (isName) replace(result, at - 1, at + 2, "cut");
  }
  return result;
}

function cutTitled(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let at = 0; at < tokens.length; at++) {
    const kind = tokens[at]?.kind;
    if (kind === "cue") at = cutBehind(result, tokens, at);
    else if (kind === "personal") cutAround(result, tokens, at);
  }
  return result;
}

/** What follows a title: one word at least, and those that may belong to it. */
function cutBehind(result: Token[], tokens: readonly Token[], at: number): number {
  let name = at + 1;
  while (isBesideName(tokens[name])) name++;
  const first = tokens[name];
  if (first === undefined || first.kind === "boundary" || first.kind === "personal") {
    replace(result, at, name, "cut");
    return Math.max(at, name - 1);
  }
  let end = name + 1;
  while (mayBelong(tokens[end]) || (isJoin(tokens[end]) && mayBelong(tokens[end + 1]))) end++;
  const isSure = !tokens.slice(name, end).some(({ kind }) => meaningful.has(kind));
  replace(result, at, name + 1, isSure ? "cut" : "unknown");
  replaceKnown(result, name + 1, end, isSure ? "cut" : "unknown");
  return end - 1;
}

/** What stands before a degree, a date of birth or an identifier, and the number behind. */
function cutAround(result: Token[], tokens: readonly Token[], at: number): void {
  const word = tokens[at]?.word ?? "";
  let from = at - 1;
  while (/^[,.:^-]$/.test(tokens[from]?.word ?? "")) from--;
  const isName = beside.has(word) || /^\d/.test(word);
  const first = tokens[from];
  if (isName && first && first.kind !== "boundary") {
    let start = from;
    while (
      mayBelong(tokens[start - 1]) || (isJoin(tokens[start - 1]) && mayBelong(tokens[start - 2]))
    ) {
      start--;
    }
    const isSure = !tokens.slice(start, from + 1).some(({ kind }) => meaningful.has(kind));
    replaceKnown(result, start, from + 1, isSure ? "cut" : "unknown");
  }
  let end = at + 1;
  while (/^[.:#=]$/.test(tokens[end]?.word ?? "")) end++;
  const behind = tokens[end];
  if (behind?.kind === "number" || behind?.kind === "quantity") {
    replace(result, end, end + 1, "cut");
  } else if (mayBelong(behind)) replace(result, end, end + 1, "unknown");
  replace(result, at, at + 1, "cut");
}

/** A word that may be a part of a name: unknown, a common name, or one of the data set's own. */
function mayBelong(token: Token | undefined): boolean {
  return token !== undefined &&
    (token.kind === "unknown" || token.kind === "cut" || token.isAlsoName || token.isOwn) &&
    /[\p{L}\p{N}]/u.test(token.word);
}

function isJoin(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== "boundary" && joins.test(token.word);
}

/** Other cues, initials, and the signs of both. */
function isBesideName(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === "cue" || token.kind === "cut") return true;
  if (token.kind === "unknown") return token.word.length === 1;
  return /^[.:,=\n\r|-]$/.test(token.word);
}

/** Words that were cut as names are names wherever they stand. */
function cutEverywhere(before: readonly Token[], tokens: readonly Token[]): Token[] {
  const names = new Set<string>();
  for (const [at, { kind, word }] of tokens.entries()) {
    const was = before[at]?.kind;
    const isGone = kind === "cut" || (kind === "unknown" && was !== "unknown");
    if (isGone && was !== "cue" && was !== "personal" && word.length > 1) names.add(word);
  }
  return tokens.map((token, at) => {
    if (!names.has(token.word) || token.kind === "cut") return token;
    return { ...token, kind: known.has(before[at]?.kind ?? "unknown") ? "unknown" : "cut" };
  });
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

/** An unknown word stays unknown: it may say something of what stands beside it. */
function replaceKnown(tokens: Token[], from: number, to: number, kind: TokenKind): void {
  for (let at = from; at < to; at++) {
    if (tokens[at]?.kind !== "unknown") replace(tokens, at, at + 1, kind);
  }
}
