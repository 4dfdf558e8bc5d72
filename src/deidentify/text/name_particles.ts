import type { OwnWords } from "./own_words.ts";
import { joins, meaningful, replace } from "./replace_tokens.ts";
import type { Token, TokenKind } from "./text_tokens.ts";

/** Words that stand before a surname as a part of it. */
export const particles: ReadonlySet<string> = new Set(
  ("von van vom der den de di da del della delle dello degli dei du des dos das do la las le les lo los " +
    "el al bin ibn abu ben bint ten ter te zu zum zur st san santa santo e y").split(" "),
);

/** Kinds of a word that is not kept because it may name a person. */
const gone: ReadonlySet<TokenKind> = new Set(["cut", "unknown"] as const);

/**
 * Removes the parts of names that are too short or too common to be looked for alone, wherever
 * another part of the name is removed beside them: particles before any word that may be a name
 * (`De la Fuente`), and beside a name of the data set all parts of its names (`Fuente X`, `Doe
 * III`).
 */
export function withoutParticles(tokens: readonly Token[], { short }: OwnWords): Token[] {
  const result = [...tokens];
  for (const [at, token] of tokens.entries()) {
    if (!isName(token)) continue;
    const isPart = ({ word, kind }: Token): boolean =>
      particles.has(word) || (token.isOwn && short?.has(word) === true && kind !== "boundary");
    cutRun(result, at, -1, isPart, token.isOwn ? 1 : 2);
    if (token.isOwn) cutRun(result, at, 1, isPart, 1);
  }
  return result;
}

function isName({ kind, word }: Token): boolean {
  return gone.has(kind) && /\p{L}/u.test(word) && !particles.has(word);
}

/**
 * Removes the parts of a name in one direction. Of fewer than `fewest` words only those without a
 * meaning of their own are removed: `LA` is also a view.
 */
function cutRun(
  tokens: Token[],
  from: number,
  step: 1 | -1,
  isPart: (token: Token) => boolean,
  fewest: number,
): void {
  const run: number[] = [];
  for (let at = from + step;; at += step) {
    const token = tokens[at];
    if (!token || token.kind === "boundary") break;
    if (joins.test(token.word)) continue;
    if (!isPart(token)) break;
    run.push(at);
  }
  for (const at of run) {
    const token = tokens[at];
    if (!token || (run.length < fewest && token.kind !== "filler")) continue;
    replace(tokens, at, at + 1, meaningful.has(token.kind) ? "unknown" : "cut");
  }
}
