import { endsClause, isClinicalClause, isClinicalFrom, isKnownWord } from "./clauses.ts";
import { joins, meaningfulKinds, replace, type Token, type TokenKind } from "./text_tokens.ts";
import { isAnyName, wordClass } from "./vocabulary.ts";

/** Beside these stands a person's name; beside the others of their list only a place or number. */
const beside = new Set(
  ("md phd frcr frcs mbbs bsc dob d.o.b. born birth birthdate geb geboren mrn id ids ssn nhs " +
    "pid acc accession accno *").split(" "),
);

/** Of these, the word itself says nothing about anybody: it stays behind a preposition. */
const roles = new Set(
  ("patient physician surgeon operator technician technologist radiographer radiologist nurse " +
    "consultant resident mother father son daughter husband wife family").split(" "),
);
/** What a patient has or does, and no name: the word before it is none of a person, either. */
const ofPatients = new Set(
  ("motion movement movements position positioning positioned orientation rotation rotated " +
    "supine prone standing erect upright breathing respiration anatomy weight size thickness " +
    "dose cooperation").split(" "),
);
const prepositions = new Set(
  "with w/ without w/o of to from for in during before after".split(" "),
);

/**
 * Cuts what follows a title or role, and what stands before a degree or `DOB`. A clause beside it
 * that says something clinical stays.
 */
export function cutTitled(tokens: readonly Token[]): Token[] {
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
  const cue = isRoleInSentence(tokens, at) ? at + 1 : at;
  if (cue > at) keepRole(result, at);
  if (first === undefined || isBesideNoName(tokens, at, name)) {
    replace(result, cue, name, "cut");
    return Math.max(at, name - 1);
  }
  let end = name + 1;
  while (mayBelong(tokens[end]) || (isJoin(tokens[end]) && mayBelong(tokens[end + 1]))) end++;
  const isSure = !tokens.slice(name, end).some(({ kind }) => meaningfulKinds.has(kind));
  replace(result, cue, name + 1, isSure ? "cut" : "unknown");
  replaceKnown(result, name + 1, end, isSure ? "cut" : "unknown");
  return end - 1;
}

/**
 * Whether what follows a title is no name: the end of a part, two or more words of the vocabulary
 * behind a name that was found (`by Quimby multiplanar recon`), what a patient has or does (`due to
 * patient motion`), or another clause behind such a name.
 */
function isBesideNoName(tokens: readonly Token[], at: number, first: number): boolean {
  const token = tokens[first];
  if (!token || token.kind === "boundary" || token.kind === "personal") return true;
  const between = tokens.slice(at + 1, first);
  const isFound = between.some(({ kind, word }) => kind === "cut" && word.length > 1);
  const isApart = between.some(({ word }) => /^[:\n\r|]+$/.test(word));
  if (isFound && isApart && token.kind === "unknown") return !token.isOwn;
  if (!isKnownWord(token)) return false;
  if (isFound && isApart) return isClinicalFrom(tokens, first);
  if (isAnyName(token.word) || wordClass(token.word) === undefined) return false;
  const isRole = first === at + 1 && isRoleInSentence(tokens, at);
  return isRole ? ofPatients.has(token.word) : isFound && isClinicalFrom(tokens, first);
}

/** Whether a role is what a preposition speaks of (`verified with patient`): it stays then. */
function isRoleInSentence(tokens: readonly Token[], at: number): boolean {
  const [before, preposition, role] = tokens.slice(at - 2, at + 1);
  return before !== undefined && role !== undefined && isKnownWord(before) && !role.isOwn &&
    roles.has(role.word) && preposition !== undefined && prepositions.has(preposition.word);
}

function keepRole(tokens: Token[], at: number): void {
  const role = tokens[at];
  if (role) tokens[at] = { ...role, kind: "subject" };
}

/** What stands before a degree, a date of birth or an identifier, and the number behind. */
function cutAround(result: Token[], tokens: readonly Token[], at: number): void {
  const word = tokens[at]?.word ?? "";
  let from = at - 1;
  while (/^[,.:^-]$/.test(tokens[from]?.word ?? "")) from--;
  const first = tokens[from];
  const isApart = tokens.slice(from + 1, at).some(endsClause) && first !== undefined &&
    !isAnyName(first.word) && isClinicalClause(tokens, from);
  const isName = (beside.has(word) || /^\d/.test(word)) && first !== undefined && !isApart &&
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

/** An unknown word stays unknown: it may say something of what stands beside it. */
function replaceKnown(tokens: Token[], from: number, to: number, kind: TokenKind): void {
  for (let at = from; at < to; at++) {
    if (tokens[at]?.kind !== "unknown") replace(tokens, at, at + 1, kind);
  }
}
