import * as Tag from "../../dicom/tag.ts";
import { type Finding, tagText } from "../../model/finding.ts";
import type { IdentifyingValue } from "../facts/identifying_values.ts";
import { type Leaf, pathOf } from "../facts/output_element.ts";
import type { OutputFile } from "../facts/output_file.ts";

const textVRs = new Set("LO LT SH ST UC UT".split(" "));
/** Code values and coding scheme designators come from closed lists or are pseudonyms. */
const codeTags = new Set([
  Tag.CodeValue,
  Tag.CodingSchemeDesignator,
  Tag.CodingSchemeVersion,
  Tag.LongCodeValue,
  Tag.URNCodeValue,
]);
/** Words that are written beside names but are not names. */
const titles = new Set(
  "dr med prof mr mrs ms miss md phd sir von van der van de di da del den jr sr ii iii".split(" "),
);
/** The dummy text that this program writes when cleaning removed every word. */
const dummies = new Set(["anonymized"]);

/**
 * Searches cleaned texts for single words of names. In a cleaned text, a name that is also a word
 * of radiology (Field, Short) is a finding too. `cleaned` holds the tags of the cleaned attributes;
 * for a sequence, everything in it counts as cleaned.
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

/** Words of more than one letter, without diacritics, because a cleaned text is ASCII. */
function wordsOfName({ text }: IdentifyingValue): string[] {
  const words = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !titles.has(word));
}
