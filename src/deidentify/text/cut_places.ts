import { foldedWords } from "./folded.ts";
import type { OwnWords } from "./own_words.ts";
import { meaningfulKinds, replace, type Token } from "./text_tokens.ts";

/** Words of the names of institutions. Other clinical words may stand together by chance. */
const ofInstitutions = new Set(
  ("imaging radiology radiologie radiologia radiología hospital klinik klinikum krankenhaus " +
    "clinic clinica clinique clínica center centre centro zentrum zentrum institute institut " +
    "instituto university universität université medical medicine diagnostics diagnostic " +
    "associates group partners health healthcare care praxis practice ziekenhuis ospedale " +
    "hôpital surgery").split(" ")
    .flatMap(foldedWords),
);
/** Words that connect the words of a name. */
const connecting = new Set(
  "of the and for in at de la le du des del della di der die das für und y e et van".split(" ")
    .flatMap(foldedWords),
);
const signs = /^[,.&/_^'’-]$/;
const fewestWords = 2;

/** The names of a data set by their words; made again when names were added. */
interface NameIndex {
  readonly size: number;
  readonly byWord: ReadonlyMap<string, readonly ReadonlySet<string>[]>;
}
const indexes = new WeakMap<ReadonlySet<string>, NameIndex>();

/**
 * Removes two or more words of the name of one institution that stand together in a text
 * (`at Northgate Imaging Associates`), including the words that connect them to each other and to
 * the text before them. One of them must be unknown, a name, or a word of institutions: `Knee Hip`
 * stays if the institution is the Knee and Hip Clinic. `read` are the tokens as they were read.
 */
export function withoutPlaces(
  tokens: readonly Token[],
  read: readonly Token[],
  { placeNames }: OwnWords,
): Token[] {
  const result = [...tokens];
  for (const words of namesIn(read, placeNames ?? new Set())) {
    for (let at = 0; at < read.length; at++) {
      if (!words.has(read[at]?.word ?? "")) continue;
      const end = endOfRun(read, at, words);
      if (isPlace(read.slice(at, end), words)) cut(result, startOfRun(read, at), end);
      at = end - 1;
    }
  }
  return result;
}

/** The word sets of the names that have two or more words in common with a text. */
function namesIn(read: readonly Token[], names: ReadonlySet<string>): ReadonlySet<string>[] {
  if (names.size === 0) return [];
  let index = indexes.get(names);
  if (index?.size !== names.size) indexes.set(names, index = indexOf(names));
  const counts = new Map<ReadonlySet<string>, number>();
  for (const word of new Set(read.map(({ word }) => word))) {
    for (const words of index.byWord.get(word) ?? []) {
      counts.set(words, (counts.get(words) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count >= fewestWords).map(([words]) => words);
}

function indexOf(names: ReadonlySet<string>): NameIndex {
  const byWord = new Map<string, ReadonlySet<string>[]>();
  for (const name of names) {
    const words = new Set(name.split(" "));
    for (const word of words) byWord.set(word, [...byWord.get(word) ?? [], words]);
  }
  return { size: names.size, byWord };
}

/** Past the last word of the name, over connecting words and signs between two of its words. */
function endOfRun(tokens: readonly Token[], from: number, words: ReadonlySet<string>): number {
  let end = from + 1;
  for (let at = end; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    if (words.has(token.word)) end = at + 1;
    else if (!isConnecting(token)) break;
  }
  return end;
}

/** The start of the connecting words before a run: `at the`. */
function startOfRun(tokens: readonly Token[], from: number): number {
  let start = from;
  while (tokens[start - 1]?.kind === "filler") start--;
  return start;
}

function isConnecting({ kind, word }: Token): boolean {
  return kind !== "boundary" && (connecting.has(word) || signs.test(word));
}

function isPlace(run: readonly Token[], words: ReadonlySet<string>): boolean {
  const own = run.filter(({ word }) => words.has(word) && !connecting.has(word));
  const isTelling = own.some(({ kind, word, isAlsoName }) =>
    kind === "unknown" || isAlsoName || ofInstitutions.has(word)
  );
  return isTelling && new Set(own.map(({ word }) => word)).size >= fewestWords;
}

function cut(tokens: Token[], from: number, to: number): void {
  const isMeaningful = tokens.slice(from, to).some(({ kind }) => meaningfulKinds.has(kind));
  replace(tokens, from, to, isMeaningful ? "unknown" : "cut");
}
