import type { Element } from "dicom-parser";
import { impliedVR } from "../../dicom/dictionary.ts";
import { trimPadding } from "../../dicom/text/decode_text.ts";
import { tagText } from "../../model/finding.ts";
import { type IdentifyingKind, identifyingKind } from "./identifying_values.ts";
import { valuesIn } from "./element_facts.ts";
import { folded } from "./text_encodings.ts";

/** An element of an output that has a value and no items. */
export interface Leaf {
  readonly tag: number;
  readonly vr: string;
  /** The path of the item that contains it. */
  readonly within: string;
  readonly start: number;
  readonly end: number;
}

/** A top-level element of an output, and what the checks need of its value or of its items. */
export interface OutputElement {
  readonly tag: number;
  readonly vr: string | undefined;
  /** The offset of its tag. */
  readonly start: number;
  readonly dataOffset: number;
  readonly length: number;
  /** The offset of the next element. */
  readonly end: number;
  readonly leaves: readonly Leaf[];
  /** The leaves of VR UI, DA and DT. */
  readonly references: readonly Reference[];
  /** The leaves of identifying attributes that have a value. */
  readonly identifying: readonly IdentifyingLeaf[];
  /** The leaves with text beyond ASCII. */
  readonly accented: readonly Leaf[];
}

/** UIDs or dates. */
export interface Reference {
  readonly leaf: Leaf;
  /** Without padding, in lower case. */
  readonly values: readonly string[];
}

/** An identifying attribute. */
export interface IdentifyingLeaf {
  readonly leaf: Leaf;
  readonly kind: IdentifyingKind;
  /** Without padding, in lower case. */
  readonly value: string;
}

const referenceVRs = new Set(["UI", "DA", "DT"]);
const textVRs = new Set("AE CS LO LT PN SH ST UC UN UR UT".split(" "));
/** Cache of tag numbers by dicom-parser's names, because every image has the same ones. */
const tags = new Map<string, number>();
const mostTags = 10_000;

/** An element that dicom-parser has read from `start` to `end` of a stream. */
export function outputElement(
  element: Element,
  stream: Uint8Array,
  start: number,
  end: number,
): OutputElement {
  const { vr, dataOffset, length } = element;
  const leaves = leavesOf(element, "", []);
  const references: Reference[] = [];
  const identifying: IdentifyingLeaf[] = [];
  const accented: Leaf[] = [];
  for (const leaf of leaves) {
    const text = (): string => folded(stream.subarray(leaf.start, leaf.end));
    if (referenceVRs.has(leaf.vr)) references.push({ leaf, values: valuesIn(text()) });
    const kind = identifyingKind(leaf.tag, leaf.vr);
    const value = kind ? trimPadding(text()) : "";
    if (kind && value !== "") identifying.push({ leaf, kind, value });
    if (textVRs.has(leaf.vr) && hasAccents(stream, leaf)) accented.push(leaf);
  }
  const tag = tagOf(element);
  return { tag, vr, start, dataOffset, length, end, leaves, references, identifying, accented };
}

/** Whether a value has bytes beyond ASCII. */
function hasAccents(stream: Uint8Array, { start, end }: Leaf): boolean {
  for (let at = start; at < end; at++) if ((stream[at] ?? 0) > 0x7f) return true;
  return false;
}

/** The same element, `by` bytes farther from the start. */
export function movedElement(element: OutputElement, by: number): OutputElement {
  const places = new Map(element.leaves.map((leaf) => [leaf, moved(leaf, by)]));
  const placeOf = (leaf: Leaf): Leaf => places.get(leaf) ?? moved(leaf, by);
  return {
    tag: element.tag,
    vr: element.vr,
    start: element.start + by,
    dataOffset: element.dataOffset + by,
    length: element.length,
    end: element.end + by,
    leaves: [...places.values()],
    references: element.references.map(({ leaf, values }) => ({ leaf: placeOf(leaf), values })),
    identifying: element.identifying.map((one) => ({ ...one, leaf: placeOf(one.leaf) })),
    accented: element.accented.map(placeOf),
  };
}

function moved({ tag, vr, within, start, end }: Leaf, by: number): Leaf {
  return { tag, vr, within, start: start + by, end: end + by };
}

function leavesOf(element: Element, within: string, leaves: Leaf[]): Leaf[] {
  const tag = tagOf(element);
  if (!element.items) {
    const { dataOffset: start, length } = element;
    leaves.push({ tag, vr: element.vr ?? impliedVR(tag), within, start, end: start + length });
    return leaves;
  }
  const path = pathOf({ within, tag });
  for (const [at, { dataSet }] of element.items.entries()) {
    if (!dataSet) continue;
    for (const inner of Object.values(dataSet.elements)) leavesOf(inner, `${path}[${at}].`, leaves);
  }
  return leaves;
}

/** The path of a value in dcmtk's notation. */
export function pathOf({ within, tag }: Pick<Leaf, "within" | "tag">): string {
  return within + tagText(tag);
}

/** The number of a tag of dicom-parser: `x7fe00010`. */
function tagOf({ tag }: Pick<Element, "tag">): number {
  const known = tags.get(tag);
  if (known !== undefined) return known;
  const number = parseInt(tag.slice(1), 16);
  if (tags.size < mostTags) tags.set(tag, number);
  return number;
}
