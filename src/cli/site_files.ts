import { basename } from "node:path";
import { siteRows } from "../deidentify/profile/private_table.ts";
import { parseSiteWords } from "../deidentify/text/word_list.ts";
import type { SiteText } from "../model/batch.ts";
import { IntakeError } from "../model/errors.ts";
import { parseRecipe } from "../recipe/parse_recipe.ts";

/** A recipe without errors, and warnings about probable mistakes in it. */
export interface CheckedRecipe {
  readonly recipe: SiteText | undefined;
  readonly warnings: readonly string[];
}

/** Reads RECIPE. Throws IntakeError SETTINGS if it cannot be read, RECIPE if it is invalid. */
export function readRecipe(path: string | undefined): CheckedRecipe {
  if (path === undefined) return { recipe: undefined, warnings: [] };
  const recipe = { file: basename(path), text: readNamedFile(`the recipe ${path}`, path) };
  return { recipe, warnings: parseRecipe(recipe.file, recipe.text).warnings };
}

/** Reads and validates the file of SAFE_PRIVATE_ROWS. Throws IntakeError SETTINGS. */
export function readPrivateRows(path: string | undefined): SiteText | undefined {
  if (path === undefined) return undefined;
  const rows = {
    file: basename(path),
    text: readNamedFile(`the file ${path} of SAFE_PRIVATE_ROWS`, path),
  };
  siteRows(rows);
  return rows;
}

const none: ReadonlySet<string> = new Set();

/** The words of VOCABULARY. Throws IntakeError SETTINGS when it cannot be read or understood. */
export function readVocabulary(path: string | undefined): ReadonlySet<string> {
  return path === undefined
    ? none
    : parseSiteWords(basename(path), readNamedFile(`the vocabulary ${path}`, path));
}

/** Reads a text file that a setting names; `what` says which, as `the recipe`. Throws SETTINGS. */
function readNamedFile(what: string, path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `${what} cannot be read (${error instanceof Error ? error.name : "unknown"})`,
      "use an existing file that this user may read",
      { cause: error },
    );
  }
}
