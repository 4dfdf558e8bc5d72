import { RecipeRules } from "../../deidentify/recipe/recipe_rules.ts";
import { parseRecipe } from "../../recipe/parse_recipe.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import defaultRules from "../../screen/default_rules.dicom" with { type: "text" };

/** The recipes of a process. */
export interface Recipes {
  /** Images are screened with the site's recipe first, and always with the default recipe. */
  readonly recipes: readonly Recipe[];
  /** The same for images whose pixels are searched for text, which answers most default rules. */
  readonly inspectedRecipes: readonly Recipe[];
  /** The site's header rules; undefined if there are none. */
  readonly rules: RecipeRules | undefined;
}

/**
 * The default rules that no search for text can answer: faces, bar codes on the labels of slides,
 * and documents.
 */
const unanswered: ReadonlySet<string> = new Set([
  "recognizable visual features",
  "slide label",
  "slide overview",
  "encapsulated document",
  "structured report",
]);

/**
 * Parses the site's recipe, if there is one, and adds the default recipe. Throws IntakeError
 * RECIPE.
 */
export function recipesOf(
  text: { readonly file: string; readonly text: string } | undefined,
): Recipes {
  const site = text && parseRecipe(text.file, text.text);
  const common = parseRecipe("default_rules.dicom", defaultRules);
  return {
    recipes: site ? [site, common] : [common],
    inspectedRecipes: site ? [site, answered(common)] : [answered(common)],
    rules: site && site.header.length > 0 ? new RecipeRules(site) : undefined,
  };
}

function answered(common: Recipe): Recipe {
  const filters = common.filters.map(({ name, rules }) => ({
    name,
    rules: rules.filter(({ label }) => unanswered.has(label)),
  }));
  return { ...common, filters };
}
