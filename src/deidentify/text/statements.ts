import { endsClause, isKnownWord } from "./clauses.ts";
import { knownKinds, type Token, type TokenKind } from "./text_tokens.ts";
import { isAnyName } from "./vocabulary.ts";

const leading = new Set(
  ("with w/ w without w/o w/out wo w/wo wwo no non not and or & / + - nicht ohne mit sans " +
    "avec sin con senza zonder met pre post before after iv i.v. oral po kein keine " +
    "nativ").split(" "),
);
/** Techniques that are omitted or added like an agent. */
const techniques = new Set(
  "fs fatsat fat sat gad gd km contrast breathhold bh gating sedation flex load weight bearing"
    .split(" "),
);

/** Name both images with an agent and without; the agent is often not written. */
const both = new Set(["w/wo", "wwo", "w/w/o"]);
const negations = new Set("no without w/o ohne kein keine sans sin senza zonder".split(" "));

/**
 * Makes one of each whole statement about a contrast agent or technique (`W/O CONTRAST`, `with and
 * without iv contrast`, `+ KM`), and of each clause that negates only subjects (`no breath hold,
 * …`): nothing that stands elsewhere in the text can change what it says.
 */
export function withStatements(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  const negatedAt: number[] = [];
  for (let at = 0; at < result.length; at++) {
    const negated = endOfNegatedClause(result, at);
    const end = negated ?? endOfBoth(result, at) ?? endOfStatement(result, at);
    if (end === undefined) continue;
    for (let index = at; index < end; index++) {
      const token = result[index];
      if (token && token.kind !== "separator") result[index] = { ...token, kind: "subject" };
    }
    if (negated !== undefined) negatedAt.push(at);
    at = end - 1;
  }
  let done = 0;
  for (const at of negatedAt) {
    if (at >= done) done = cutUnknownClauses(result, at);
  }
  return result;
}

/**
 * Beside a negated clause, clauses with unknown words go as a whole: they may speak of it. Returns
 * the end of the part that was searched.
 */
function cutUnknownClauses(tokens: Token[], at: number): number {
  let [from, to] = [at, at];
  while (tokens[from - 1] && tokens[from - 1]?.kind !== "boundary") from--;
  while (tokens[to] && tokens[to]?.kind !== "boundary") to++;
  for (let start = from; start < to; start++) {
    let end = start;
    while (end < to && !endsClause(tokens[end])) end++;
    const isUnknown = tokens.slice(start, end).some(({ kind }) => kind === "unknown");
    for (let index = start; isUnknown && index < end; index++) {
      const token = tokens[index];
      if (token && knownKinds.has(token.kind)) tokens[index] = { ...token, kind: "cut" };
    }
    start = end;
  }
  return to;
}

/** Words and signs that can lead a statement; more are no statement, and would cost time. */
const mostLeading = 16;

/** Past a statement that begins at a word that leads one; undefined where none does. */
function endOfStatement(tokens: readonly Token[], at: number): number | undefined {
  let end = at;
  let hasModifier = false;
  while (isLeading(tokens[end]) || (end > at && tokens[end]?.kind === "separator")) {
    hasModifier ||= isTelling(tokens[end]);
    end++;
    if (end - at > mostLeading) return undefined;
  }
  const object = tokens[end];
  const isObject = object !== undefined &&
    (object.kind === "agent" || (techniques.has(object.word) && object.kind === "subject"));
  if (!hasModifier || !isObject) return undefined;
  while (
    tokens[end] && (tokens[end]?.kind === "agent" || techniques.has(tokens[end]?.word ?? ""))
  ) {
    end++;
  }
  return end;
}

function isLeading(token: Token | undefined): boolean {
  return token !== undefined && leading.has(token.word) && token.kind !== "unknown" &&
    token.kind !== "cut";
}

function isTelling(token: Token | undefined): boolean {
  return token !== undefined && ["modifier", "foreign", "sign"].includes(token.kind);
}

/** `BRAIN W/WO`, behind which the text ends or a name was cut. */
function endOfBoth(tokens: readonly Token[], at: number): number | undefined {
  if (!both.has(tokens[at]?.word ?? "") || tokens[at]?.kind !== "modifier") return undefined;
  let behind = at + 1;
  while (tokens[behind]?.kind === "separator") behind++;
  const next = tokens[behind];
  const isAlone = next === undefined || next.isOwn || next.kind === "boundary" ||
    next.kind === "cut" || next.kind === "identifier";
  return isAlone ? at + 1 : undefined;
}

/** Of a whole clause that is a negation and what it negates; no finding or name is in it. */
function endOfNegatedClause(tokens: readonly Token[], at: number): number | undefined {
  const [before, first] = [tokens[at - 1], tokens[at]];
  const isFirst = before?.word !== ":" && endsClause(before);
  if (!first || !isFirst || !isTelling(first) || !negations.has(first.word)) {
    return undefined;
  }
  let end = at + 1;
  while (isNegatedWord(tokens[end])) end++;
  const hasSubject = tokens.slice(at + 1, end).some(({ kind }) => kind === "subject");
  return hasSubject && endsClause(tokens[end]) && tokens[end]?.word !== ":" ? end : undefined;
}

function isNegatedWord(token: Token | undefined): boolean {
  return token !== undefined && isKnownWord(token) &&
    (token.kind === "subject" || token.kind === "filler");
}

const readable: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...knownKinds,
  "foreign",
  "separator",
  "boundary",
]);

/**
 * Keeps modifiers of other languages (`Kontrolle nach Operation`) between two words that are known,
 * if the whole text is known: it stays as it is written, so it says the same.
 */
export function withForeign(tokens: readonly Token[]): readonly Token[] {
  const isReadable = tokens.every(({ kind }) => readable.has(kind));
  if (!isReadable || !tokens.some(({ kind }) => kind === "foreign")) return tokens;
  return tokens.map((token, at) => {
    const beside = [tokens[at - 1], tokens[at + 1]];
    const isBetween = beside.every((one) => one !== undefined && isKnownWord(one)) &&
      !isAnyName(beside[1]?.word ?? "");
    return token.kind === "foreign" && isBetween ? { ...token, kind: "modifier" } : token;
  });
}
