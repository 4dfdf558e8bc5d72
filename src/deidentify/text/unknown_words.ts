import { cutNames } from "./cut_names.ts";
import type { OwnWords } from "./own_words.ts";
import { tokensOf } from "./text_tokens.ts";

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
