import list from "./known_creators.txt" with { type: "text" };

const known = new Set(list.split("\n").filter((line) => line !== "" && !line.startsWith("#")));

/**
 * Whether a private creator was published by its manufacturer, so that it does not name a person.
 */
export function isKnownCreator(creator: string): boolean {
  return known.has(creator);
}
