import { RecipeRules } from "../deidentify/recipe_rules.ts";
import { parseRecipe } from "../recipe/parse_recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import defaultRules from "../screen/default_rules.dicom" with { type: "text" };

/** What recipes make of an image. */
export interface Recipes {
  /** Images are screened with them in this order: the site's, then the default one, always. */
  readonly recipes: readonly Recipe[];
  /** The site's rules for the header; undefined where it has none. */
  readonly rules: RecipeRules | undefined;
}

/** Throws IntakeError RECIPE. */
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
