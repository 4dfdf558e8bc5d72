import { tagHex, vrOf } from "../dictionary.ts";
import type { Element, Encoding } from "../element.ts";
import type { Header } from "../read/header.ts";
import * as Tag from "../tag.ts";
import { type CharacterSet, defaultCharacterSet } from "../text/character_set.ts";
import { decimal, decodeNumbers, isBinaryNumber } from "../text/decode_numbers.ts";
import { decodeText } from "../text/decode_text.ts";
import { isBulkVR, isBulky } from "../value_representation.ts";
import { type EditedElement, type EditedItem, tagOfEdited } from "./edited.ts";

/** A data set in the DICOM JSON Model (PS3.18 F.2), without bulk data. */
export type JsonDataSet = Record<string, JsonElement>;

export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
}

export type JsonValue = string | number | null | JsonPersonName | JsonDataSet;

/** PS3.18 F.2.2: the three representations of a name. */
export interface JsonPersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

const littleEndian: Encoding = { littleEndian: true, explicitVR: true };

/**
 * An edited data set in the DICOM JSON Model, without bulk data: binary values and values above
 * 64 KiB. Characters that a JSON database cannot store (NUL, lone surrogates) are removed.
 */
export function jsonModel(header: Header, elements: readonly EditedElement[]): JsonDataSet {
  const characters = header.characters;
  return dataSet(header, elements, header.encoding, characters);
}

function dataSet(
  header: Header,
  elements: readonly EditedElement[],
  encoding: Encoding,
  characters: CharacterSet,
): JsonDataSet {
  const model: JsonDataSet = {};
  for (const element of elements) {
    const one = jsonElement(header, element, encoding, characters);
    if (one) model[tagHex(tagOfEdited(element))] = one;
  }
  return model;
}

/** One element of the model; undefined for bulk data. */
export function jsonElement(
  header: Header,
  element: EditedElement,
  encoding: Encoding,
  characters: CharacterSet,
): JsonElement | undefined {
  if ("kept" in element) return keptElement(header, element.kept, encoding, characters);
  if ("value" in element) {
    return plainElement(element.tag, element.vr, element.value, littleEndian, defaultCharacterSet);
  }
  return sequence(element.items.map((item) => editedItem(header, item, encoding, characters)));
}

function editedItem(
  header: Header,
  { source, elements }: EditedItem,
  outside: Encoding,
  characters: CharacterSet,
): JsonDataSet {
  const inside = header.characterSetOf(source?.elements ?? [], characters);
  const all = elements ?? (source?.elements ?? []).map((kept) => ({ kept }));
  return dataSet(header, all, source?.encoding ?? outside, inside);
}

function keptElement(
  header: Header,
  element: Element,
  encoding: Encoding,
  characters: CharacterSet,
): JsonElement | undefined {
  const { tag, items } = element;
  if (items) {
    return sequence(
      items.map((item) =>
        editedItem(header, { source: item, elements: undefined }, encoding, characters)
      ),
    );
  }
  if (isBulky(element)) return undefined;
  return plainElement(tag, vrOf(element), header.value(element), encoding, characters);
}

function sequence(items: readonly JsonDataSet[]): JsonElement {
  return items.length === 0 ? { vr: "SQ" } : { vr: "SQ", Value: items };
}

function plainElement(
  tag: number,
  vr: string,
  bytes: Uint8Array,
  encoding: Encoding,
  characters: CharacterSet,
): JsonElement | undefined {
  if (isBulkVR(vr)) return undefined;
  if (tag === Tag.SpecificCharacterSet) { // JSON is always in UTF-8 (PS3.18 F.2)
    return { vr, Value: ["ISO_IR 192"] };
  }
  const Value = values(vr, bytes, encoding, characters);
  return Value.length === 0 ? { vr } : { vr, Value };
}

function values(
  vr: string,
  bytes: Uint8Array,
  { littleEndian }: Encoding,
  characters: CharacterSet,
): JsonValue[] {
  if (isBinaryNumber(vr)) {
    const numbers = decodeNumbers(bytes, vr, littleEndian);
    return numbers.map((number) =>
      vr === "AT" ? tagHex(number) : jsonNumber(number, String(number))
    );
  }
  const texts = decodeText(bytes, vr, characters).map(storable);
  if (texts.every((text) => text === "")) return [];
  if (vr === "PN") return texts.map(personName);
  if (vr === "IS" || vr === "DS") {
    return texts.map((text) => text === "" ? null : jsonNumber(decimal(text), text));
  }
  return texts.map((text) => text === "" ? null : text);
}

/** A value that is not a JSON number stays a text (PS3.18 F.2.3). */
function jsonNumber(number: number, text: string): number | string {
  return Number.isFinite(number) ? number : text;
}

function personName(text: string): JsonPersonName | null {
  const [Alphabetic, Ideographic, Phonetic] = text.split("=");
  if (text === "") return null;
  return {
    ...(Alphabetic ? { Alphabetic } : {}),
    ...(Ideographic ? { Ideographic } : {}),
    ...(Phonetic ? { Phonetic } : {}),
  };
}

function storable(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "") : text).toWellFormed();
}
