import list from "./vocabulary.txt" with { type: "text" };

/** Words of radiology, in lower case, that name no person and no place. */
export const vocabulary: ReadonlySet<string> = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);
