import { basename } from "node:path";
import { parseRecipe } from "../recipe/parse_recipe.ts";
import type { RecipeText } from "../workers/image_task.ts";
import { readNamedFile } from "./read_named_file.ts";

/** A recipe without errors, and warnings about probable mistakes in it. */
export interface CheckedRecipe {
  readonly recipe: RecipeText | undefined;
  readonly warnings: readonly string[];
}

/** Reads RECIPE. Throws IntakeError SETTINGS if it cannot be read, RECIPE if it is invalid. */
export function readRecipe(path: string | undefined): CheckedRecipe {
  if (path === undefined) return { recipe: undefined, warnings: [] };
  const recipe = { file: basename(path), text: readNamedFile(`the recipe ${path}`, path) };
  return { recipe, warnings: parseRecipe(recipe.file, recipe.text).warnings };
}
