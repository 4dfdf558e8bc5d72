import { type Finding, tagText } from "./finding.ts";
import type { IdentifyingValue } from "./identifying_values.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";

const textVRs = new Set("LO LT SH ST UC UT".split(" "));
/** Values of codes, and names of coding schemes: closed lists, or pseudonyms. */
const codeTags = new Set([0x00080100, 0x00080102, 0x00080103, 0x00080119, 0x00080120]);
/** Stand beside names and are none. */
const titles = new Set(
  "dr med prof mr mrs ms miss md phd sir von van der van de di da del den jr sr ii iii".split(" "),
);
/** What this program writes where nothing is left of a text. */
const dummies = new Set(["anonymized"]);

/**
 * Looks for single words of names in texts that were cleaned: there, a name that is a word of
 * radiology as well (Field, Short) is a finding, too. `cleaned` are attributes whose texts were
 * cleaned, sequences with all that is in them included.
 */
export function ownNamesInCleaned(
  { header, leaves }: Pick<OutputFile, "header" | "leaves">,
  values: readonly IdentifyingValue[],
  cleaned: ReadonlySet<number>,
  left: ReadonlySet<number>,
): Finding[] {
  if (cleaned.size === 0) return [];
  const names = new Set(values.filter(({ kind }) => kind === "NAME").flatMap(wordsOfName));
  if (names.size === 0) return [];
  const within = [...cleaned].map(tagText);
  const isCleaned = ({ tag, vr, within: path }: Leaf): boolean =>
    textVRs.has(vr) && !codeTags.has(tag) && !left.has(tag) &&
    (cleaned.has(tag) || (path !== "" && within.some((one) => path.includes(one))));
  return leaves.flatMap((leaf): Finding[] => {
    if (leaf.start === leaf.end || !isCleaned(leaf)) return [];
    const words = header.slice(leaf.start, leaf.end).match(/[a-z0-9]+/g) ?? [];
    if (dummies.has(words.join(" "))) return [];
    return words.some((word) => names.has(word)) ? [{ code: "NAME", place: pathOf(leaf) }] : [];
  });
}

/** Words of more than one letter, without marks: a cleaned text is of ASCII. */
function wordsOfName({ text }: IdentifyingValue): string[] {
  const words = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !titles.has(word));
}
