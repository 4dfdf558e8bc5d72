import * as Tag from "../../dicom/tag.ts";
import table from "./attribute_types.tsv" with { type: "text" };

/** The type of an attribute (PS3.5 7.4). */
export type AttributeType = "1" | "1C" | "2" | "2C" | "3";

/** The place of an attribute. */
export interface AttributePlace {
  readonly sopClassUID: string | undefined;
  /** Keywords of the sequences it is in, each followed by `__`; empty at the top of a data set. */
  readonly path: string;
}

const root = "1.2.840.10008.5.1.4.1.1.";
const waveformClasses = `${root}9.`;

/** The number of classes that have the modules of patient, study, equipment and SOP instance. */
const nearlyAll = 100;

interface Types {
  readonly tags: ReadonlySet<number>;
  readonly classes: ReadonlySet<string>;
  /** Attributes with one type in nearly all classes. */
  readonly common: ReadonlyMap<number, AttributeType>;
  /** Attributes that occur in items of some sequences. */
  readonly inItems: ReadonlySet<number>;
  /** By SOP class, or by the keyword of the sequence, alone or before a SOP class; then by tag. */
  readonly byPlace: ReadonlyMap<string, ReadonlyMap<number, AttributeType>>;
}

let parsed: Types | undefined;

/**
 * The type of an attribute (PS3.3), which decides about its action; undefined if it is not known.
 * In an SOP class of the table, an attribute that is not part of the IOD has type 3, because
 * nothing requires it. In other classes, an attribute has a type only if nearly all IODs agree on
 * it. Waveforms may lack their annotations, because the module that has them as type 1 is optional
 * (PS3.3 A.34).
 */
export function attributeType(
  tag: number,
  { sopClassUID = "", path }: AttributePlace,
): AttributeType | undefined {
  const { tags, classes, byPlace, inItems, common } = parsed ??= parse(table);
  if (!tags.has(tag)) return undefined;
  if (tag === Tag.WaveformAnnotationSequence && sopClassUID.startsWith(waveformClasses)) return "3";
  const place = path === "" ? sopClassUID : sequenceOf(path);
  const type = byPlace.get(`${place} ${sopClassUID}`)?.get(tag) ?? byPlace.get(place)?.get(tag);
  const isElsewhere = path !== "" && inItems.has(tag);
  if (type !== undefined || isElsewhere) return type;
  if (classes.has(sopClassUID)) return "3";
  return path === "" ? common.get(tag) : undefined;
}

function sequenceOf(path: string): string {
  return path.split("__").at(-2) ?? "";
}

function parse(text: string): Types {
  const byPlace = new Map<string, Map<number, AttributeType>>();
  const classes = new Set<string>();
  const inItems = new Set<number>();
  const tags = new Set<number>();
  const common = new Map<number, AttributeType>();
  const add = (place: string, tag: number, type: AttributeType): void => {
    const types = byPlace.get(place) ?? new Map<number, AttributeType>();
    byPlace.set(place, types.set(tag, type));
  };
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [hex = "", names = "", place = "", type = "", list = ""] = line.split("\t");
    if (hex === "classes") {
      for (const name of names.split(" ")) classes.add(fullUID(name));
      continue;
    }
    if (!isType(type)) throw new TypeError(`attribute_types.tsv has an unknown type ${type}`);
    const tag = parseInt(hex, 16);
    tags.add(tag);
    if (place !== ".") {
      inItems.add(tag);
      if (list === "*") add(place, tag, type);
      else for (const name of list.split(" ")) add(`${place} ${fullUID(name)}`, tag, type);
      continue;
    }
    const uids = list.split(" ").map(fullUID);
    if (uids.length >= nearlyAll) common.set(tag, type);
    for (const uid of uids) add(uid, tag, type);
  }
  return { common, tags, classes, byPlace, inItems };
}

function fullUID(name: string): string {
  return name.startsWith("1.2.840.") ? name : root + name;
}

function isType(text: string): text is AttributeType {
  return ["1", "1C", "2", "2C", "3"].includes(text);
}
