import { withoutLabels } from "./cut_labels.ts";
import { cutNames } from "./cut_names.ts";
import { withoutParticles } from "./cut_own_names.ts";
import { withoutPlaces } from "./cut_places.ts";
import { withNumbers, withoutLoneNames } from "./lone_words.ts";
import { noOwnWords, type OwnWords } from "./own_words.ts";
import { withForeign, withStatements } from "./statements.ts";
import { type Token, type TokenKind, tokensOf } from "./text_tokens.ts";
import { understoodParts } from "./understood_parts.ts";
import { negationsOfNumbers, timings } from "./vocabulary.ts";
import { writeTokens } from "./write_tokens.ts";

const cuts = new Set<TokenKind>(["cut", "identifier", "number"]);
const modifiers = new Set<TokenKind>(["modifier", "foreign", "sign"]);
const claims = new Set<TokenKind>(["finding", "agent"]);
/** Signs that could deny what stands beside them, were the word behind them cut. */
const besideCut = /^[-+?!<>=~/*#%]$/;
/** Beside a cut word these could be an answer: `no Quimby`. Behind others an agent is omitted. */
const negationsOfWords = new Set("no not non kein keine nil none".split(" "));
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
  const labelled = withoutLabels(placed, read, own);
  const named = withoutParticles(withoutLoneNames(labelled), own);
  const tokens = withUnknown(withStatements(withForeign(withNumbers(named))));
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
    const isNegated = kind === "cut" && negationsOfWords.has(tokens[at - 1]?.word ?? "") &&
      tokens[at - 1]?.kind === "modifier";
    const isSigned = besideCut.test(before[at] ?? "") || besideCut.test(after[at] ?? "");
    return hasClaim && (isCounted || isSigned || isNegated) ? { ...token, kind: "unknown" } : token;
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
