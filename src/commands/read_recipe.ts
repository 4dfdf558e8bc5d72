import { basename } from "node:path";
import { IntakeError } from "../errors.ts";
import { parseRecipe } from "../recipe/parse_recipe.ts";
import type { RecipeText } from "../workers/image_task.ts";

/** A recipe without errors, and warnings about probable mistakes in it. */
export interface CheckedRecipe {
  readonly recipe: RecipeText | undefined;
  readonly warnings: readonly string[];
}

/** Reads RECIPE. Throws IntakeError SETTINGS if it cannot be read, RECIPE if it is invalid. */
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
      "use an existing file that this user may read",
      { cause: error },
    );
  }
}
