import table from "./attribute_types.tsv" with { type: "text" };

/** The type of an attribute (PS3.5 7.4). */
export type AttributeType = "1" | "1C" | "2" | "2C" | "3";

/** Where an attribute is. */
export interface AttributePlace {
  readonly sopClassUID: string | undefined;
  /** Keywords of the sequences it is in, each followed by `__`; empty at the top of a data set. */
  readonly path: string;
}

const root = "1.2.840.10008.5.1.4.1.1.";
const waveformClasses = `${root}9.`;
const waveformAnnotationSequence = 0x0040b020;

interface Types {
  readonly classes: ReadonlySet<string>;
  /** Attributes that items of some sequences have. */
  readonly inItems: ReadonlySet<number>;
  /** By SOP class, or by the keyword of the sequence; then by tag. */
  readonly byPlace: ReadonlyMap<string, ReadonlyMap<number, AttributeType>>;
}

let parsed: Types | undefined;

/**
 * The type of an attribute with a conditional action in table E.1-1 (PS3.3); undefined where it is
 * not known: in SOP classes and sequences that the table of types does not have. In a known class,
 * an attribute that is not part of the IOD is of type 3, for nothing requires it. Waveforms may
 * lack their annotations, because the module that has them as type 1 is optional (PS3.3 A.34).
 */
export function attributeType(
  tag: number,
  { sopClassUID = "", path }: AttributePlace,
): AttributeType | undefined {
  const { classes, byPlace, inItems } = parsed ??= parse(table);
  if (tag === waveformAnnotationSequence && sopClassUID.startsWith(waveformClasses)) return "3";
  const type = byPlace.get(path === "" ? sopClassUID : sequenceOf(path))?.get(tag);
  const isElsewhere = path !== "" && inItems.has(tag);
  return type ?? (classes.has(sopClassUID) && !isElsewhere ? "3" : undefined);
}

function sequenceOf(path: string): string {
  return path.split("__").at(-2) ?? "";
}

function parse(text: string): Types {
  const byPlace = new Map<string, Map<number, AttributeType>>();
  const classes = new Set<string>();
  const inItems = new Set<number>();
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
    if (place !== ".") {
      inItems.add(tag);
      add(place, tag, type);
    } else for (const name of list.split(" ")) add(fullUID(name), tag, type);
  }
  return { classes, byPlace, inItems };
}

function fullUID(name: string): string {
  return name.startsWith("1.2.840.") ? name : root + name;
}

function isType(text: string): text is AttributeType {
  return ["1", "1C", "2", "2C", "3"].includes(text);
}
