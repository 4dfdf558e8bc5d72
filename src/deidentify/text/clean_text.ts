import { cutNames } from "./cut_names.ts";
import { withoutParticles } from "./cut_own_names.ts";
import { withoutPlaces } from "./cut_places.ts";
import { withNumbers, withoutLoneNames } from "./lone_words.ts";
import { noOwnWords, type OwnWords } from "./own_words.ts";
import { type Token, type TokenKind, tokensOf } from "./text_tokens.ts";
import { understoodParts } from "./understood_parts.ts";
import { negationsOfNumbers, timings } from "./vocabulary.ts";
import { writeTokens } from "./write_tokens.ts";

const cuts = new Set<TokenKind>(["cut", "identifier", "number"]);
const modifiers = new Set<TokenKind>(["modifier", "foreign", "sign"]);
const claims = new Set<TokenKind>(["finding", "agent"]);
/** Signs that could deny what stands beside them, were the word behind them cut. */
const besideCut = /^[-+?!<>=~/*#%]$/;
const noWords: ReadonlySet<string> = new Set();

/**
 * What may be released of a text (PS3.15 E.3.3): it says the same as before, or less, never
 * something else. Names and identifiers are cut out. When every other word is known, the text
 * stays as it is written. When a word is not known, it could deny any other: findings are cut out
 * as well, and the parts (between brackets, semicolons and lines) with a negation or doubt, whole.
 * Empty when nothing stays, or when what stays is longer than `longest` and cannot be shortened.
 */
export function cleanText(
  text: string,
  own: OwnWords = noOwnWords,
  longest = Infinity,
  siteWords: ReadonlySet<string> = noWords,
): string {
  const written = text.normalize("NFC");
  const read = tokensOf(written, { own, siteWords });
  const placed = withoutPlaces(cutNames(read, own), read, own);
  const named = withoutParticles(withoutLoneNames(placed), own);
  const tokens = withUnknown(withStatements(withNumbers(named)));
  const isUnderstood = tokens.every(({ kind }) => kind !== "unknown" && kind !== "foreign");
  const kept = isUnderstood ? tokens : understoodParts(tokens);
  const released = writeTokens(written, kept);
  if (released.length <= longest) return released;
  const isStatement = kept.some(({ kind, word }) =>
    claims.has(kind) || (modifiers.has(kind) && !timings.has(word))
  );
  return isStatement || hasStatement(named)
    ? ""
    : released.slice(0, longest + 1).replace(/\s?\S*$/, "");
}

function hasStatement(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, word }) => modifiers.has(kind) && !timings.has(word));
}

/** Tokens whose loss would change what is said become unknown: `0 fractures`, `no 3`, `mass -Q`. */
function withUnknown(tokens: readonly Token[]): Token[] {
  const hasFinding = tokens.some(({ kind }) => kind === "finding");
  const hasClaim = hasFinding || tokens.some(({ kind }) => claims.has(kind) || modifiers.has(kind));
  const before = neighbours(tokens);
  const after = neighbours(tokens.toReversed()).toReversed();
  return tokens.map((token, at) => {
    const { kind, word } = token;
    if (!cuts.has(kind)) return token;
    const isCounted = kind === "number" &&
      (hasFinding || /^0+$/.test(word) || negationsOfNumbers.has(before[at] ?? ""));
    const isSigned = besideCut.test(before[at] ?? "") || besideCut.test(after[at] ?? "");
    return hasClaim && (isCounted || isSigned) ? { ...token, kind: "unknown" } : token;
  });
}

/** Of each token, the word or sign before it that stays and is no bracket. */
function neighbours(tokens: readonly Token[]): (string | undefined)[] {
  let latest: string | undefined;
  return tokens.map(({ kind, word }) => {
    const before = latest;
    if (kind !== "cut" && !/^[()[\]{}]$/.test(word)) latest = word;
    return before;
  });
}

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

/**
 * Makes one of each whole statement about a contrast agent or technique (`W/O CONTRAST`, `with and
 * without iv contrast`, `+ KM`): nothing that stands elsewhere in the text can change what it says.
 */
function withStatements(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let at = 0; at < result.length; at++) {
    const end = endOfStatement(result, at);
    if (end === undefined) continue;
    for (let index = at; index < end; index++) {
      const token = result[index];
      if (token && token.kind !== "separator") result[index] = { ...token, kind: "subject" };
    }
    at = end - 1;
  }
  return result;
}

/** Past a statement that begins at a word that leads one; undefined where none does. */
function endOfStatement(tokens: readonly Token[], at: number): number | undefined {
  let end = at;
  let hasModifier = false;
  while (isLeading(tokens[end]) || (end > at && tokens[end]?.kind === "separator")) {
    hasModifier ||= isTelling(tokens[end]);
    end++;
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

/** The words of a text that keep parts of it from being released. */
export interface UnknownWords {
  /** Of letters, in lower case; in no list, and of no person as far as the text says. */
  readonly unknown: ReadonlySet<string>;
  /** Words that stand where a person is named. */
  readonly named: ReadonlySet<string>;
}

/** Which words of a text are not known, and which name a person. */
export function unknownWords(
  text: string,
  own: OwnWords,
  siteWords: ReadonlySet<string>,
): UnknownWords {
  const tokens = tokensOf(text.normalize("NFC"), { own, siteWords });
  const cut = cutNames(tokens, own);
  const [unknown, named] = [new Set<string>(), new Set<string>()];
  for (const [at, { kind, word, isOwn }] of tokens.entries()) {
    if (!/^[\p{L}\p{M}]{2,}$/u.test(word)) continue;
    if (cut[at]?.kind === "cut" || isOwn) named.add(word);
    else if (kind === "unknown" && cut[at]?.kind === "unknown") unknown.add(word);
  }
  return { unknown, named };
}
