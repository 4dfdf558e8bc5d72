import type { Token } from "./text_tokens.ts";

const leading = new Set(
  ("with w/ w without w/o w/out wo w/wo wwo no non not and or & / + - nicht ohne mit sans avec sin con " +
    "senza zonder met pre post before after iv i.v. oral po kein keine nativ").split(" "),
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
export function withStatements(tokens: readonly Token[]): Token[] {
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
