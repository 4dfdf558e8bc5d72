import type { Token, TokenKind } from "./text_tokens.ts";

const gone = new Set<TokenKind>([
  "cut",
  "unknown",
  "foreign",
  "identifier",
  "number",
  "personal",
  "cue",
]);
const signs = new Set<TokenKind>(["separator", "boundary"]);
/** Ends of lines and of values, which not every VR allows inside a text. */
const lineEnd = /[\n\r\\]/;
/** Of those inside each other, the ones that are removed when they are empty. */
const mostBrackets = 3;

/** Long runs of signs, of which the beginning is enough; the patterns below take their square. */
const longRuns = /([\s,;:/&_^|.([{)\]}]{40})[\s,;:/&_^|.([{)\]}]+/g;

/**
 * All that is not cut, as it is written. Of the signs around what was cut, the first of those
 * between two words stays; words without a meaning of their own beside it go with it.
 */
export function writeTokens(text: string, tokens: readonly Token[]): string {
  const kept = withoutLooseSigns(withoutLooseFillers(tokens));
  const written: string[] = [];
  let latest = ""; // what was written last, and before it what is not a space
  let latestSign = "";
  const write = (part: string): void => {
    if (part === "") return;
    written.push(part);
    latest = part.at(-1) ?? "";
    latestSign = part.trimEnd().at(-1) ?? latestSign;
  };
  let end: number | undefined;
  let hasGap = false;
  for (const token of kept) {
    if (gone.has(token.kind)) {
      hasGap = true;
      continue;
    }
    const spaces = end === undefined ? "" : /\s+/.exec(text.slice(end, token.start))?.[0] ?? "";
    const isSign = signs.has(token.kind);
    if (hasGap && isSign && isRepeated(token, latestSign)) continue;
    if (spaces !== "" && !/\s/.test(latest)) write(spaces);
    if (hasGap && spaces === "" && !isSign && /[\p{L}\p{N}]/u.test(latest)) write(" ");
    write(lineEnd.test(token.word) ? "; " : text.slice(token.start, token.end));
    end = token.end;
    hasGap = false;
  }
  const result = written.join("");
  return hasOnlySigns(result) ? "" : tidy(result, kept.some(({ kind }) => gone.has(kind)));
}

/** A sign behind a gap that says what the one before it already said. */
function isRepeated({ word }: Token, before: string): boolean {
  if (/^[()[\]{}]$/.test(word)) return false;
  return before === "" || /[,;:/&_^.|-]/.test(before);
}

function withoutLooseFillers(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  if (!hasGone(tokens)) return result;
  for (const step of [1, -1] as const) {
    let isLoose = true;
    for (let at = step > 0 ? 0 : result.length - 1; at >= 0 && at < result.length; at += step) {
      const token = result[at];
      if (!token || signs.has(token.kind)) continue;
      if (gone.has(token.kind)) isLoose = true;
      else if (token.kind === "filler" && isLoose) {
        result[at] = { ...token, kind: "cut" };
      } else isLoose = false;
    }
  }
  return result;
}

/** Without signs between words at the start and the end, where something was cut there. */
function withoutLooseSigns(tokens: readonly Token[]): Token[] {
  if (!hasGone(tokens)) return [...tokens];
  const isSign = ({ kind, word }: Token): boolean =>
    gone.has(kind) || (signs.has(kind) && !/^[()[\]{}]$/.test(word));
  const from = tokens.findIndex((token) => !isSign(token));
  const to = tokens.findLastIndex((token) => !isSign(token));
  return tokens.map((token, at) => at < from || at > to ? { ...token, kind: "cut" } : token);
}

function hasGone(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind }) => gone.has(kind));
}

function hasOnlySigns(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

/**
 * Without brackets and signs that lost what they stood for; where nothing was cut, only trimmed.
 */
function tidy(text: string, hasGaps: boolean): string {
  if (!hasGaps) return text.trim().replace(/(?:; ?)+$/, "");
  let tidied = text.replace(/\s+/g, " ").replace(longRuns, "$1");
  for (let round = 0; round < mostBrackets; round++) {
    tidied = tidied.replace(/(?<=[\p{L}\p{N}])[_^](?=\s|$)/gu, "").replace(
      /([([{])[\s,;:/&_^|.]*[)\]}]/g,
      " ",
    )
      .replace(/([([{])[\s,;:/&_^|]+/g, "$1").replace(/[\s,;:/&_^|]+(?=[)\]}])/g, "")
      .replace(/\s+/g, " ").replace(/ (?=[,;:)])/g, "");
  }
  return unpaired(tidied).replace(/^[\s,;:/&_^|.]+|[\s,;:/&_^|]+$|\s[\s,;:/&_^|.]+$/g, "");
}

/** Without brackets whose other half was lost. */
function unpaired(text: string): string {
  let depth = 0;
  let closed = "";
  for (const sign of text) {
    if (/[([{]/.test(sign)) depth++;
    if (/[)\]}]/.test(sign) && depth-- <= 0) {
      depth = 0;
      continue;
    }
    closed += sign;
  }
  return closed;
}
