import { Buffer } from "node:buffer";
import types from "../../../src/deidentify/profile/attribute_types.tsv" with { type: "text" };
import type { DataTree } from "./data_tree.ts";
import { type GrownObject, growObject } from "./grow_object.ts";
import { optionalPlaces } from "./optional_places.ts";

const root = "1.2.840.10008.5.1.4.1.1.";
const [, names = ""] = /^classes\t(.*)$/m.exec(types) ?? [];

/** The SOP classes that dciodvfy knows, whose IODs the table of types was made from. */
export const checkedClasses: readonly string[] = names.split(" ").map((name) =>
  name.startsWith("1.2.840.") ? name : root + name
);

/**
 * An object of a SOP class that dciodvfy accepts, as far as that can be reached: with what the IOD
 * requires, and with the attributes of table E.1-1 that it allows, to a depth of sequences.
 */
export async function objectOfClass(sopClassUID: string, depth: number): Promise<GrownObject> {
  const tree: DataTree = new Map([
    [0x00080016, Buffer.from(sopClassUID)],
    [0x00080018, Buffer.from("1.2.3.4")],
    // required in a few classes alone, and then only one of its kinds
    ...(sopClassUID === `${root}30` ? [[0x7fe00008, new Uint8Array(16)] as const] : []),
  ]);
  await growObject(tree);
  const places = await optionalPlaces(tree, 0);
  const grown = await growObject(tree, places);
  return depth === 0 ? grown : await growObject(tree, await optionalPlaces(tree, depth));
}
