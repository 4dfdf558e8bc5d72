import { cutOwnNames, withOwnIdentifiers } from "./cut_own_names.ts";
import type { OwnWords } from "./own_words.ts";
import {
  joins,
  knownKinds,
  meaningfulKinds,
  replace,
  type Token,
  type TokenKind,
} from "./text_tokens.ts";

/** Beside these stands a person's name; beside the others of their list only a place or number. */
const beside = new Set(
  ("md phd frcr frcs mbbs bsc dob d.o.b. born birth birthdate geb geboren mrn id ids ssn nhs " +
    "pid acc accession accno *").split(" "),
);

/**
 * Cuts what surely names a person: two or more of the data set's own words together
 * (`Field, Rose`), one that is no word of radiology, a name in DICOM's notation (`DOE^JANE`), and
 * what follows a title or role, or stands before a degree or `DOB`. Where a word may be a name or
 * not, it becomes unknown: then the meaning of the text is not known. A word that names a person in
 * one place of the text names it in all.
 */
export function cutNames(tokens: readonly Token[], { identifiers }: OwnWords): Token[] {
  const own = withOwnIdentifiers(tokens, identifiers);
  return cutEverywhere(own, cutTitled(cutCarets(cutOwnNames(own))));
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
    const isKin = isNextOfKin(tokens, at);
    if (isKin) replace(result, at - 2, at, "cut");
    if (kind === "cue" || isKin) at = cutBehind(result, tokens, at);
    else if (kind === "personal") cutAround(result, tokens, at);
  }
  return result;
}

/** Not `kin` alone, which is the chin in Dutch. */
function isNextOfKin(tokens: readonly Token[], at: number): boolean {
  return ["next", "of", "kin"].every((word, index) => tokens[at - 2 + index]?.word === word);
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
  const isSure = !tokens.slice(name, end).some(({ kind }) => meaningfulKinds.has(kind));
  replace(result, at, name + 1, isSure ? "cut" : "unknown");
  replaceKnown(result, name + 1, end, isSure ? "cut" : "unknown");
  return end - 1;
}

/** What stands before a degree, a date of birth or an identifier, and the number behind. */
function cutAround(result: Token[], tokens: readonly Token[], at: number): void {
  const word = tokens[at]?.word ?? "";
  let from = at - 1;
  while (/^[,.:^-]$/.test(tokens[from]?.word ?? "")) from--;
  const first = tokens[from];
  const isName = (beside.has(word) || /^\d/.test(word)) && first !== undefined &&
    mayStandBefore(first);
  if (isName) {
    let start = from;
    while (
      mayBelong(tokens[start - 1]) || (isJoin(tokens[start - 1]) && mayBelong(tokens[start - 2]))
    ) {
      start--;
    }
    const isSure = !tokens.slice(start, from + 1).some(({ kind }) => meaningfulKinds.has(kind));
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

/** Not words with digits, and no known ones of one or two letters: `CHEST PA DOB`. */
function mayStandBefore(token: Token): boolean {
  const isShort = token.kind === "subject" && token.word.length < 3 && !token.isAlsoName;
  return token.kind !== "boundary" && !/\d/.test(token.word) && (!isShort || token.isOwn);
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
    return { ...token, kind: knownKinds.has(before[at]?.kind ?? "unknown") ? "unknown" : "cut" };
  });
}

/** An unknown word stays unknown: it may say something of what stands beside it. */
function replaceKnown(tokens: Token[], from: number, to: number, kind: TokenKind): void {
  for (let at = from; at < to; at++) {
    if (tokens[at]?.kind !== "unknown") replace(tokens, at, at + 1, kind);
  }
}
