import { dictionaryEntry } from "../../../src/dicom/dictionary.ts";
import { ascii, encodeFile, type PlainElement, plainEncodings } from "../dicom/encode_data_set.ts";

/** A data set or item that can be changed in place: elements by tag; a sequence has items. */
export type DataTree = Map<number, Uint8Array | DataTree[]>;

/** Where an element is: tags of sequences and numbers of their items (from 1), then its own tag. */
export interface Place {
  readonly items: readonly (readonly [tag: number, item: number])[];
  readonly tag: number;
}

/** The item that holds an element; missing sequences and items on the way are made. */
export function itemAt(tree: DataTree, { items }: Place): DataTree {
  let at = tree;
  for (const [tag, item] of items) {
    const known = at.get(tag);
    const list: DataTree[] = Array.isArray(known) ? known : [];
    while (list.length < item) list.push(new Map());
    at.set(tag, list);
    at = list[item - 1] as DataTree;
  }
  return at;
}

/** The tree as a file in explicit VR little endian. */
export function fileOf(tree: DataTree): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const bytes = (tag: number): Uint8Array => tree.get(tag) as Uint8Array;
  const meta: PlainElement[] = [
    { tag: 0x00020001, vr: "OB", value: Uint8Array.of(0, 1) },
    { tag: 0x00020002, vr: "UI", value: bytes(0x00080016) },
    { tag: 0x00020003, vr: "UI", value: bytes(0x00080018) },
    ascii(0x00020012, "UI", "2.25.4711"),
  ];
  return encodeFile(elementsOf(tree), explicit, { meta });
}

function elementsOf(tree: DataTree): PlainElement[] {
  return [...tree].map(([tag, value]): PlainElement => {
    const vr = dictionaryEntry(tag)?.vr ?? "UN";
    return { tag, vr, value: Array.isArray(value) ? value.map(elementsOf) : value };
  });
}
