import { endsClause } from "./clauses.ts";
import { oneSpelling } from "./folded.ts";
import type { OwnWords } from "./own_words.ts";
import { replace, type Token, type TokenKind } from "./text_tokens.ts";

const shortestPlace = 4;
/** Words that say what a telephone number or an address is for, or who is of a place. */
const labels = new Set(
  ("call ring dial phone text fax page pager reach notify mail mailto email sms " +
    "whatsapp lives living live resides residing residence pt pts inpatient " +
    "outpatient anrufen rufen telefonisch wohnt wohnhaft lebt appeler appelez joindre " +
    "rappeler habite demeure chiamare telefonare abita residente vive llamar llame " +
    "reside domicilio domicile bellen mailen woont woonachtig telefonar ligar mora").split(" "),
);
/** What may stand before a label in its clause: no word that says something clinical. */
const besideLabel = new Set<TokenKind>([
  "cut",
  "cue",
  "personal",
  "identifier",
  "separator",
  "filler",
]);
const claims = new Set<TokenKind>(["finding", "agent", "foreign"]);

/**
 * Cuts words that surely say nothing about findings, and that no list has: words of the addresses
 * and institutions of the data set, and labels of telephone numbers, e-mail and postal addresses
 * and institutions in clauses of their own (`call 555-123-4567`, `lives at 12 Elm Street`, `pt of
 * Northgate Hospital`). `read` are the tokens as they were read.
 */
export function withoutLabels(
  tokens: readonly Token[],
  read: readonly Token[],
  { places }: OwnWords,
): Token[] {
  const result = tokens.map((token) => isOfPlace(token, places) ? cut(token) : token);
  for (const [at, token] of tokens.entries()) {
    const label = isContact(read[at]) ? labelBefore(tokens, at) : labelOfPlace(tokens, read, at);
    const isLabel = label !== undefined && isLabelWord(tokens[label]) &&
      token.kind !== "unknown" && isAlone(tokens, label);
    if (isLabel) replace(result, label, label + 1, "cut");
  }
  return result;
}

function cut(token: Token): Token {
  return { ...token, kind: "cut" };
}

function isLabelWord(token: Token | undefined): boolean {
  return token?.kind === "unknown" && !token.isOwn && labels.has(token.word);
}

function isOfPlace({ kind, word, isOwn }: Token, places: OwnWords["places"]): boolean {
  return kind === "unknown" && !isOwn && word.length >= shortestPlace && places !== undefined &&
    (places.has(word) || places.has(oneSpelling(word)));
}

/** A telephone number, an e-mail address or a postal address; not a date or another identifier. */
function isContact(token: Token | undefined): boolean {
  if (token?.kind !== "identifier") return false;
  const { word } = token;
  const isPhone = /^[\d\s().+/-]+$/.test(word) && /\d\D+\d/.test(word) &&
    word.replace(/\D/g, "").length >= 9;
  const isAddress = /\d/.test(word) && (word.match(/\p{L}{3,}/gu) ?? []).length > 1;
  return isPhone || isAddress || word.includes("@");
}

function labelBefore(tokens: readonly Token[], at: number): number {
  let label = at - 1;
  while (tokens[label]?.kind === "filler" || /^[.#]$/.test(tokens[label]?.word ?? "")) label--;
  return label;
}

/** Before `of` and the name of an institution that was cut. */
function labelOfPlace(
  tokens: readonly Token[],
  read: readonly Token[],
  at: number,
): number | undefined {
  const isCut = [at, at + 1].every((index) => tokens[index]?.kind === "cut");
  return isCut && read[at]?.word === "of" && read[at]?.kind === "filler" ? at - 1 : undefined;
}

/** Whether nothing before a word in its clause is clinical, and nothing behind it a finding. */
function isAlone(tokens: readonly Token[], label: number): boolean {
  for (let at = label - 1; !endsClause(tokens[at]); at--) {
    if (!besideLabel.has(tokens[at]?.kind ?? "unknown")) return false;
  }
  for (let at = label + 1; !endsClause(tokens[at]); at++) {
    if (claims.has(tokens[at]?.kind ?? "finding")) return false;
  }
  return true;
}
