import { elementTexts } from "../dicom/element_texts.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/header.ts";
import { type FieldName, selects } from "../recipe/field_selector.ts";
import { headerActions, type HeaderRule, type Recipe } from "../recipe/recipe.ts";
import { recipeValues } from "./recipe_values.ts";
import type { Level } from "./level.ts";

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
