import { knownKinds, type Token } from "./text_tokens.ts";
import { isAnyName } from "./vocabulary.ts";

const fewestWords = 2;

/** Whether a token ends a clause: a comma, a colon, or the end of a part of the text. */
export function endsClause(token: Token | undefined): boolean {
  return token === undefined || token.kind === "boundary" || /^[,:]$/.test(token.word);
}

/**
 * Whether the clause with the word at this index says something clinical and names no person: it
 * has two or more words, all are known, and none is an own word or a common name. One at least is
 * no name of any rank.
 */
export function isClinicalClause(tokens: readonly Token[], at: number): boolean {
  let from = at;
  while (!endsClause(tokens[from - 1])) from--;
  return isClinicalFrom(tokens, from);
}

/** The same of the rest of a clause, from the word at this index. */
export function isClinicalFrom(tokens: readonly Token[], from: number): boolean {
  let to = from + 1;
  while (!endsClause(tokens[to])) to++;
  const words = tokens.slice(from, to).filter(isWord);
  return words.length >= fewestWords && words.every(isKnownWord) &&
    words.some(({ kind, word }) => kind !== "filler" && kind !== "quantity" && !isAnyName(word));
}

/** Whether a word is in the vocabulary, and neither an own word nor a common name. */
export function isKnownWord({ kind, isOwn, isAlsoName }: Token): boolean {
  return knownKinds.has(kind) && !isOwn && !isAlsoName;
}

function isWord({ kind, word }: Token): boolean {
  return kind !== "separator" && kind !== "sign" && /[\p{L}\p{N}]/u.test(word);
}
