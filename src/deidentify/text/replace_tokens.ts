import type { Token, TokenKind } from "./text_tokens.ts";

/** Kinds of words without which a text would say something else. */
export const meaningful: ReadonlySet<TokenKind> = new Set(
  ["modifier", "foreign", "finding", "agent"] as const,
);
/** Kinds of words that the vocabulary has. */
export const known: ReadonlySet<TokenKind> = new Set(
  ["modifier", "finding", "agent", "subject", "filler", "quantity"] as const,
);
/** Signs between the parts of a name. */
export const joins = /^[,^.'’_-]$/;

/** Gives tokens another kind, but for brackets, so that what they hold is a part of its own. */
export function replace(tokens: Token[], from: number, to: number, kind: TokenKind): void {
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token && !/^[()[\]{}]$/.test(token.word)) tokens[at] = { ...token, kind };
  }
}
