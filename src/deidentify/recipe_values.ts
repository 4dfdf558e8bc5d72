import type { CharacterSet } from "../dicom/character_set.ts";
import { dictionaryEntry } from "../dicom/dictionary.ts";
import { elementTexts } from "../dicom/element_texts.ts";
import type { Element, Encoding } from "../dicom/element.ts";
import type { Header } from "../dicom/header.ts";
import { selects } from "../recipe/field_selector.ts";
import type { Recipe, ValueSource } from "../recipe/recipe.ts";

const known = new WeakMap<Header, Map<string, readonly string[]>>();

/**
 * The values of a `%values` group in one image, in lower case: of fields at any depth, whole or
 * split. They are read once for each image.
 */
export function recipeValues(header: Header, recipe: Recipe, name: string): readonly string[] {
  const ofHeader = known.get(header) ?? new Map<string, readonly string[]>();
  known.set(header, ofHeader);
  const values = ofHeader.get(name) ?? read(header, recipe, recipe.values.get(name) ?? []);
  ofHeader.set(name, values);
  return values;
}

function read(header: Header, recipe: Recipe, sources: readonly ValueSource[]): string[] {
  const found = new Set<string>();
  const visit = (
    elements: readonly Element[],
    encoding: Encoding,
    outside: CharacterSet | undefined,
    path: string,
  ): void => {
    const characters = header.characterSetOf(elements, outside);
    for (const element of elements) {
      const keyword = dictionaryEntry(element.tag)?.keyword ?? "";
      const named = { tag: element.tag, vr: element.vr, keyword, path: path + keyword };
      for (const item of element.items ?? []) {
        visit(item.elements, item.encoding, characters, `${path}${keyword}__`);
      }
      for (const { where, split } of sources) {
        if (!selects(where, { ...named, creator: undefined }, recipe.fields)) continue;
        const texts = elementTexts(header, element, encoding, characters);
        const parts = split ? texts.flatMap((text) => text.split(split.by)) : texts;
        for (const part of parts.map((one) => one.trim().toLowerCase())) {
          if (part !== "" && part.length >= (split?.minLength ?? 1)) found.add(part);
        }
      }
    }
  };
  visit(header.elements, header.encoding, undefined, "");
  return [...found];
}
