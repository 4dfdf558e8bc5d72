import meanings from "./meaning_words.txt" with { type: "text" };
import list from "./vocabulary.txt" with { type: "text" };

/** Words of radiology, in lower case, that name no person and no place. */
export const vocabulary: ReadonlySet<string> = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);

/**
 * What a word does in a description: names a subject, a finding or an agent that may be affirmed
 * or denied, changes the meaning of others, or does nothing (`the`).
 */
export type WordClass = "subject" | "finding" | "agent" | "modifier" | "foreign" | "filler";

const sections = new Map(
  meanings.split(/^\[/m).slice(1).map((section) => {
    const [name = "", words = ""] = section.split("]\n");
    return [name, words.split(/\s+/).filter((word) => word !== "")] as const;
  }),
);

/**
 * Lists of `meaning_words.txt`, from the weakest: a word that is in two has the class of the later.
 */
const classes: readonly (readonly [section: string, name: WordClass])[] = [
  ["subjects", "subject"],
  ["fillers", "filler"],
  ["agents", "agent"],
  ["findings", "finding"],
  ["foreign modifiers", "foreign"],
  ["modifiers", "modifier"],
];

const known = new Map<string, WordClass>([
  ...vocabulary.values().map((word) => [word, "subject"] as const),
  ...classes.flatMap(([section, name]) =>
    (sections.get(section) ?? []).map((word) => [word, name] as const)
  ),
]);

/** After these, a number is what is denied: `no 3`. */
export const negationsOfNumbers: ReadonlySet<string> = new Set(
  sections.get("negations before a number"),
);

/** Undefined for a word that is not known. */
export function wordClass(word: string): WordClass | undefined {
  return known.get(word);
}
