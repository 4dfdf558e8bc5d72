import { dictionaryEntry } from "../../dicom/dictionary.ts";
import type { Element, Encoding } from "../../dicom/element.ts";
import { elementTexts } from "../../dicom/read/element_texts.ts";
import type { Header } from "../../dicom/read/header.ts";
import type { CharacterSet } from "../../dicom/text/character_set.ts";
import { type FieldName, selects } from "../../recipe/field_selector.ts";
import {
  headerActions,
  type HeaderRule,
  type Recipe,
  type ValueSource,
} from "../../recipe/recipe.ts";
import type { Level } from "../values/level.ts";

const mostKnown = 20_000;

/** The `%header` rules of a recipe, and which of them apply to an element. */
export class RecipeRules {
  readonly #ranked: readonly HeaderRule[];
  readonly #known = new Map<string, readonly HeaderRule[]>();

  constructor(readonly recipe: Recipe) {
    const rank = (rule: HeaderRule): number => headerActions.indexOf(rule.action);
    this.#ranked = [...recipe.header].sort((a, b) => rank(a) - rank(b));
  }

  /** Additions at the top level of the data set, the first for each attribute. */
  get additions(): readonly HeaderRule[] {
    return this.#ranked.filter(({ action }) => action === "ADD");
  }

  /** The strongest rule that applies to an element; undefined if there is none. */
  find(header: Header, element: Element, level: Level, name: FieldName): HeaderRule | undefined {
    return this.#candidates(name).find((rule) =>
      (rule.action !== "ADD" || level.depth === 0) &&
      this.#conditionHolds(rule, header, element, level)
    );
  }

  #candidates(name: FieldName): readonly HeaderRule[] {
    const key = `${name.tag} ${name.vr} ${name.path} ${name.creator ?? ""}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = this.#ranked.filter(({ where }) => selects(where, name, this.recipe.fields));
    if (this.#known.size < mostKnown) this.#known.set(key, found);
    return found;
  }

  #conditionHolds(
    { value, action }: HeaderRule,
    header: Header,
    element: Element,
    level: Level,
  ): boolean {
    if (action === "ADD" || action === "REPLACE" || action === "JITTER") return true;
    if (value.kind !== "holding" && value.kind !== "values") return true;
    if (element.items) return false;
    const texts = elementTexts(header, element, level.encoding, level.characters);
    if (value.kind === "holding") {
      return texts.some((text) => value.pattern.test(text)) === value.isWanted;
    }
    const wanted = recipeValues(header, this.recipe, value.name);
    const lower = texts.map((text) => text.toLowerCase());
    return lower.some((text) => wanted.some((one) => text.includes(one)));
  }
}

const known = new WeakMap<Header, Map<string, readonly string[]>>();

/**
 * The values of a `%values` group in one image, in lower case: of fields at any depth, whole or
 * split. They are read once for each image.
 */
function recipeValues(header: Header, recipe: Recipe, name: string): readonly string[] {
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
