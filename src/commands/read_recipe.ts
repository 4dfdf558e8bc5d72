import { basename } from "node:path";
import { IntakeError } from "../errors.ts";
import { parseRecipe } from "../recipe/parse_recipe.ts";
import type { RecipeText } from "../workers/image_task.ts";

/** The site's recipe, checked as a whole, and what is probably a slip in it. */
export interface CheckedRecipe {
  readonly recipe: RecipeText | undefined;
  readonly warnings: readonly string[];
}

/** Reads RECIPE. Throws IntakeError SETTINGS when it cannot be read, RECIPE when not understood. */
export function readRecipe(path: string | undefined): CheckedRecipe {
  if (path === undefined) return { recipe: undefined, warnings: [] };
  const recipe = { file: basename(path), text: readText(path) };
  return { recipe, warnings: parseRecipe(recipe.file, recipe.text).warnings };
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `the recipe ${path} cannot be read (${error instanceof Error ? error.name : "unknown"})`,
      "give a recipe file that is there and that this user may read",
      { cause: error },
    );
  }
}
