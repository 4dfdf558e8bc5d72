import tables from "./defined_terms.tsv" with { type: "text" };
import others from "./other_terms.tsv" with { type: "text" };

let known: ReadonlyMap<number, ReadonlySet<string>> | undefined;

/**
 * Whether one value of an attribute is among its defined terms or enumerated values (PS3.3, VR CS).
 * `text` must be in lower case and without padding.
 */
export function isDefinedTerm(tag: number, text: string): boolean {
  known ??= parse(`${tables}\n${others}`);
  return known.get(tag)?.has(text) ?? false;
}

/** The tags that have defined terms; used by tests of the tables. */
export function tagsWithTerms(): Iterable<number> {
  known ??= parse(`${tables}\n${others}`);
  return known.keys();
}

function parse(text: string): ReadonlyMap<number, ReadonlySet<string>> {
  const terms = new Map<number, Set<string>>();
  for (const line of text.split("\n")) {
    const [tags = "", , list = ""] = line.split("\t");
    if (line === "" || line.startsWith("#")) continue;
    for (const hex of tags.split(" ")) {
      const tag = parseInt(hex, 16);
      const found = terms.get(tag) ?? new Set<string>();
      terms.set(tag, found);
      for (const term of list.toLowerCase().split("\\")) found.add(term);
    }
  }
  return terms;
}
