import { isInClosedVocabulary } from "./closed_vocabulary.ts";
import { countsInDevice } from "./institutions.ts";
import type { Needle } from "./needle.ts";
import type { Leaf, OutputFile } from "./output_file.ts";
import { withoutPadding } from "../dicom/without_padding.ts";
import { namesClass } from "./source_facts.ts";
import { isInText } from "./text_runs.ts";

/** Their values are numbers; a text in them is there by chance. */
const binaryNumbers = new Set("AT FD FL OD OF OL OV SL SS SV UL US UV".split(" "));
const bytes = new Set(["OB", "OW", "UN"]);
/** Dates, times and quantities: any number occurs in them, or has a rule of its own (DATE). */
const quantities = new Set(["AS", "DA", "DS", "DT", "TM"]);
/** Numbers that a site may choose: SeriesNumber, AcquisitionNumber, InstanceNumber. */
const labels = new Set([0x00200011, 0x00200012, 0x00200013]);
/** Fewer digits stand in a label, or as a component of a UID, for other reasons. */
const fewestDigits = 7;
/** So many given letters do not occur in bytes by chance. */
const fewestByChance = 8;
const standardRoot = "1.2.840.10008.";
const listOfNumbers = /^[-+.\de ]*\\[-+.\de\\ ]*$/;

/** What keeps a hit from being a finding. */
export interface SearchLimits {
  /** Attributes the site itself decided about. */
  readonly left: ReadonlySet<number>;
  /** Attributes that an option retains: a word of a name may be one of theirs. */
  readonly retained: ReadonlySet<number>;
  /** Whether UIDs of the source stay, in which a number of a person may stand. */
  readonly retainsUIDs?: boolean;
  /** Whole values, in lower case, that this program made from hashes. */
  readonly pseudonyms?: ReadonlySet<string>;
}

/** Where a search term was found: offsets in the header of an output. */
export type Place = readonly [from: number, to: number];

/** Whether a search term in an element is a finding, as far as the element says. */
export function isReportable(
  output: Pick<OutputFile, "header" | "leaves">,
  needle: Needle,
  leaf: Leaf,
  place: Place,
  limits: SearchLimits,
): boolean {
  if (limits.left.has(leaf.tag)) return false;
  if (needle.kind === "INSTITUTION") {
    if (limits.retained.has(leaf.tag) || !countsInDevice(leaf.tag, needle.isPart)) return false;
  }
  if (needle.isPart && limits.retained.has(leaf.tag)) return false;
  const value = (): string => withoutPadding(output.header.slice(leaf.start, leaf.end));
  if (limits.pseudonyms?.has(value())) return false;
  if (isInClosedVocabulary(output, leaf, place, needle)) return false;
  return needle.isNumber
    ? isNumberOfItsOwn(output.header, needle, leaf, place, limits)
    : isWritten(output.header, needle, leaf, place);
}

/** Whether letters are part of a text: in bytes and binary numbers short ones occur by chance. */
function isWritten(header: string, { form }: Needle, { vr, start, end }: Leaf, place: Place) {
  if (!bytes.has(vr) && !binaryNumbers.has(vr)) return true;
  if (form.length >= fewestByChance) return true;
  return bytes.has(vr) && isInText(header.slice(start, end), place[0] - start, place[1] - start);
}

/** Whether digits are a number that somebody wrote, and no part or value of a measurement. */
function isNumberOfItsOwn(
  header: string,
  { form }: Needle,
  { tag, vr, start, end }: Leaf,
  [from, to]: Place,
  limits: SearchLimits,
): boolean {
  if (quantities.has(vr) || binaryNumbers.has(vr)) return false;
  const value = header.slice(start, end);
  const isLong = form.length >= fewestDigits;
  if (vr === "IS") return labels.has(tag) && isLong && withoutPadding(value) === form;
  if (vr === "UI") {
    const isOfSource = limits.retainsUIDs === true && !namesClass(tag);
    return isOfSource && isLong && !valueAround(value, from - start).startsWith(standardRoot);
  }
  if (!bytes.has(vr)) return true;
  return isInText(value, from - start, to - start) && !listOfNumbers.test(value);
}

function valueAround(value: string, at: number): string {
  return value.slice(value.lastIndexOf("\\", at) + 1);
}
