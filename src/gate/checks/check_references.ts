import * as Tag from "../../dicom/tag.ts";
import { type Finding, tagText } from "../../model/finding.ts";
import { daysIn } from "../facts/days.ts";
import { valuesIn } from "../facts/element_facts.ts";
import { type Leaf, pathOf } from "../facts/output_element.ts";
import { leafAt, type OutputFile } from "../facts/output_file.ts";
import type { SourceFacts } from "../facts/source_facts.ts";

const standardRoot = "1.2.840.10008.";
/** The dummy values that this program writes for a date or a UID that it has to replace. */
const dummyDay = "19000101";
const dummyUID = "2.25.0";
const fileMeta = 2;

/**
 * Checks that every UID and every date of an output was made from one of its source by the same
 * mapping, so that references between images still match and intervals between dates are kept.
 * No replaced UID of the source may remain anywhere, not even as text, and the four elements that
 * hold the UIDs of the image must have the expected values.
 */
export function checkReferences(output: OutputFile, facts: SourceFacts): Finding[] {
  const findings: Finding[] = [];
  for (const { leaf, values } of output.references) {
    if (facts.left.has(leaf.tag)) continue;
    if (leaf.vr === "UI") {
      const areAllowed = values.every((uid) => isAllowed(uid, leaf, facts));
      if (!areAllowed) findings.push({ code: "UID", place: pathOf(leaf) });
    } else if (!values.every((value) => daysIn(value).every((day) => isExpected(day, facts)))) {
      findings.push({ code: "DATE", place: pathOf(leaf) });
    }
  }
  return [...findings, ...uidsAsText(output, facts), ...names(output, facts)];
}

function isAllowed(uid: string, { tag }: Leaf, { allowedUIDs }: SourceFacts): boolean {
  if (tag >>> 16 === fileMeta && tag !== Tag.MediaStorageSOPInstanceUID) return true;
  return uid.startsWith(standardRoot) || uid === dummyUID || allowedUIDs.has(uid);
}

function isExpected(day: string, { days }: SourceFacts): boolean {
  return day === dummyDay || days.has(day);
}

/** Finds UIDs of the source in bytes that are not part of any element. */
export function checkLooseUIDs(text: string, { goneUIDs }: SourceFacts, place: string): Finding[] {
  const isFound = text !== "" && dottedNumbers(text).some(([uid]) => goneUIDs.has(uid));
  return isFound ? [{ code: "UID", place }] : [];
}

function uidsAsText({ header, leaves }: OutputFile, { goneUIDs, left }: SourceFacts): Finding[] {
  if (goneUIDs.size === 0) return [];
  const findings: Finding[] = [];
  const lengths = new Set(goneUIDs.values().map(({ length }) => length));
  forDottedNumbers(header, (index, end) => {
    const leaf = leafAt(leaves, end - 1);
    // a digit before the value can be part of the length field
    const [from, to] = leaf ? [Math.max(index, leaf.start), Math.min(end, leaf.end)] : [index, end];
    if (!lengths.has(to - from) || !goneUIDs.has(header.slice(from, to))) return;
    if (leaf?.vr === "UI" || (leaf && left.has(leaf.tag))) return;
    findings.push({ code: "UID", place: leaf ? pathOf(leaf) : "bytes outside of any value" });
  });
  return findings;
}

function names(output: OutputFile, { uids }: SourceFacts): Finding[] {
  const [study, series, instance] = uids;
  const expected: readonly (readonly [number, string])[] = [
    [Tag.StudyInstanceUID, study],
    [Tag.SeriesInstanceUID, series],
    [Tag.SOPInstanceUID, instance],
    [Tag.MediaStorageSOPInstanceUID, instance],
  ];
  return expected.flatMap(([tag, uid]): Finding[] => {
    const { dataOffset: start = 0, length = 0 } = output.elements.get(tag) ?? {};
    const isSame = valuesOf(output, { start, end: start + length }).join("\\") === uid;
    return isSame ? [] : [{ code: "UID", place: tagText(tag) }];
  });
}

function valuesOf({ header }: OutputFile, { start, end }: Pick<Leaf, "start" | "end">): string[] {
  return valuesIn(header.slice(start, end));
}

/**
 * Everything in a text that looks like a UID (three or more numbers joined by dots), with its
 * offset.
 */
export function dottedNumbers(text: string): (readonly [written: string, at: number])[] {
  const found: (readonly [string, number])[] = [];
  forDottedNumbers(text, (from, to) => found.push([text.slice(from, to), from]));
  return found;
}

const dot = 0x2e;
const fewestNumbers = 3;

/**
 * Calls `see` with the start and end of everything in a text that looks like a UID. Written without
 * a pattern, which would take quadratic time on long digit runs.
 */
function forDottedNumbers(text: string, see: (from: number, to: number) => void): void {
  for (let at = text.indexOf("."); at >= 0;) {
    let [from, to] = [at, at];
    while (isPart(text.charCodeAt(from - 1))) from--;
    while (isPart(text.charCodeAt(to))) to++;
    forNumbersIn(text, from, to, see);
    at = text.indexOf(".", to);
  }
}

/** Whether a character is a digit or a dot. */
function isPart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === dot;
}

/** The same for the digits and dots from `start` to `end`. */
function forNumbersIn(
  text: string,
  start: number,
  end: number,
  see: (from: number, to: number) => void,
): void {
  let [first, numbers] = [start, 0];
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) !== dot) {
      const isStart = at === start || text.charCodeAt(at - 1) === dot;
      if (isStart && numbers++ === 0) first = at;
    } else if (at > start && text.charCodeAt(at - 1) === dot) {
      if (numbers >= fewestNumbers) see(first, at - 1);
      numbers = 0;
    }
  }
  const last = text.charCodeAt(end - 1) === dot ? end - 1 : end;
  if (numbers >= fewestNumbers) see(first, last);
}
