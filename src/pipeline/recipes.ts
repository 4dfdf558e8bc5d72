import { parseRecipe } from "../recipe/parse_recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import defaultRules from "../screen/default_rules.dicom" with { type: "text" };

/**
 * The recipes that images are screened with, in order: the site's, then the default rules, which
 * always hold. Throws IntakeError RECIPE.
 */
export function recipesOf(
  site: { readonly file: string; readonly text: string } | undefined,
): Recipe[] {
  return [
    ...(site ? [parseRecipe(site.file, site.text)] : []),
    parseRecipe("default_rules.dicom", defaultRules),
  ];
}
