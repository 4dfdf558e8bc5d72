import list from "./known_creators.txt" with { type: "text" };

const known = new Set(list.split("\n").filter((line) => line !== "" && !line.startsWith("#")));

/** Whether a private creator is one that its maker has published, so that its text names no person. */
export function isKnownCreator(creator: string): boolean {
  return known.has(creator);
}
