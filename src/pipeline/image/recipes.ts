import { RecipeRules } from "../../deidentify/recipe/recipe_rules.ts";
import { parseRecipe } from "../../recipe/parse_recipe.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import defaultRules from "../../screen/default_rules.dicom" with { type: "text" };

/** The recipes of a process. */
export interface Recipes {
  /** Images are screened with the site's recipe first, and always with the default recipe. */
  readonly recipes: readonly Recipe[];
  /** The site's header rules; undefined if there are none. */
  readonly rules: RecipeRules | undefined;
}

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
    rules: site && site.header.length > 0 ? new RecipeRules(site) : undefined,
  };
}
