import { cutOwnNames, withOwnIdentifiers } from "./cut_own_names.ts";
import { cutTitled } from "./cut_titled.ts";
import type { OwnWords } from "./own_words.ts";
import { knownKinds, replace, type Token } from "./text_tokens.ts";

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
