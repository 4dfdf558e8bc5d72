import meanings from "./meaning_words.txt" with { type: "text" };
import list from "./vocabulary.txt" with { type: "text" };
import agents from "./words/agents.txt" with { type: "text" };
import alsoNames from "./words/also_names.txt" with { type: "text" };
import anatomy from "./words/anatomy.txt" with { type: "text" };
import codeMeanings from "./words/code_meanings.txt" with { type: "text" };
import findings from "./words/findings.txt" with { type: "text" };
import general from "./words/general.txt" with { type: "text" };
import technique from "./words/technique.txt" with { type: "text" };
import { sectionsOf } from "./word_list.ts";

/** Words of radiology, in lower case, that no gate takes for a name when they stand alone. */
export const vocabulary: ReadonlySet<string> = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);

/**
 * What a word does in a description: names a subject, a finding or an agent that may be affirmed
 * or denied, changes the meaning of others, or does nothing (`the`).
 */
export type WordClass = "subject" | "finding" | "agent" | "modifier" | "foreign" | "filler";

/** Sections of the lists, from the weakest: a word that is in two has the class of the later. */
const classes: readonly (readonly [section: string, name: WordClass])[] = [
  ["filler", "filler"],
  ["subject", "subject"],
  ["subjects", "subject"],
  ["fillers", "filler"],
  ["agent", "agent"],
  ["agents", "agent"],
  ["finding", "finding"],
  ["findings", "finding"],
  ["foreign modifiers", "foreign"],
  ["modifier", "modifier"],
  ["modifiers", "modifier"],
];

const meaningSections = sectionsOf(meanings);

/** All words, read when the first text is cleaned: many sites clean none. */
interface Words {
  readonly known: ReadonlyMap<string, WordClass>;
  readonly namesToo: ReadonlySet<string>;
  readonly rareNames: ReadonlySet<string>;
  readonly pairs: ReadonlyMap<string, ReadonlySet<string>>;
}

const words = lazily((): Words => {
  const names = sectionsOf(alsoNames);
  const pairs = pairsOf(alsoNames);
  const alone = [...names.get("listed") ?? [], ...names.get("added") ?? []];
  const namesToo = new Set([...alone, ...pairs.keys()]);
  return { known: knownWords(), namesToo, rareNames: new Set(names.get("rare")), pairs };
});

function knownWords(): Map<string, WordClass> {
  const files = [anatomy, technique, agents, findings, general, codeMeanings].map(sectionsOf);
  const lists = [...files, meaningSections];
  return new Map<string, WordClass>([
    ...vocabulary.values().map((word) => [word, "subject"] as const),
    ...classes.flatMap(([section, name]) =>
      lists.flatMap((sections) =>
        (sections.get(section) ?? []).map((word) => [word, name] as const)
      )
    ).filter(([word, name]) => word.length > 1 || name === "filler" || name === "modifier"),
  ]);
}

function pairsOf(list: string): Map<string, ReadonlySet<string>> {
  const [, lines = ""] = list.split("[pairs]\n");
  return new Map(
    lines.split("\n").filter((line) => line !== "").map((line) => {
      const [name = "", ...partners] = line.split(" ");
      return [name, new Set(partners)] as const;
    }),
  );
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

/** After these, a number is what is denied: `no 3`. */
export const negationsOfNumbers: ReadonlySet<string> = new Set(
  meaningSections.get("negations before a number"),
);

/** Modifiers that say when or how often an image was made, and deny nothing. */
export const timings: ReadonlySet<string> = new Set(meaningSections.get("timings"));

const shortestStem = 5;

/** Undefined for a word that is not known; `word` is folded. Nouns have their plural in `s`. */
export function wordClass(word: string): WordClass | undefined {
  const { known, namesToo } = words();
  const found = known.get(word);
  if (found || !word.endsWith("s") || word.length <= shortestStem) return found;
  const stem = word.slice(0, -1);
  const singular = known.get(stem);
  const isNoun = singular === "subject" || singular === "finding";
  return isNoun && !namesToo.has(stem) ? singular : undefined;
}

/** Whether a word of the vocabulary is a common surname or given name, too. */
export function isAlsoName(word: string): boolean {
  return words().namesToo.has(word);
}

/** Whether a word of the vocabulary is a surname or given name of any rank. */
export function isAnyName(word: string): boolean {
  return words().namesToo.has(word) || words().rareNames.has(word);
}

/** The only words beside which a word is none that names a person; undefined for most. */
export function partnersOf(word: string): ReadonlySet<string> | undefined {
  return words().pairs.get(word);
}

/** All words of the lists. */
export function allKnownWords(): Iterable<string> {
  return words().known.keys();
}
