import { z } from "zod";
import { listFiles } from "../../folder/list_files.ts";
import { openRegularFile } from "../../folder/open_regular_file.ts";
import { SkippedFileError } from "../../model/errors.ts";
import { openImage } from "../../pipeline/image/deidentify_image.ts";
import { recipesOf } from "../../pipeline/image/recipes.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { screenImage } from "../../screen/screen_image.ts";
import { systemCode } from "../../system/system_code.ts";
import { defineCommand, flag, openable, sourceOperand } from "../command.ts";
import { readRecipe } from "../site_files.ts";
import { table } from "../table.ts";

interface Line {
  readonly file: number;
  readonly path?: string;
  readonly verdict: string;
  readonly group: string | null;
  readonly rule: string | null;
  readonly why: string;
}

/** `screen`: shows the verdict of the rules for each file of a folder; writes nothing. */
export const screen = defineCommand({
  name: "screen",
  summary:
    "Show the verdict of the screening rules for each image of a folder. Nothing is written.",
  operands: "<folder>",
  settings: ["recipe"],
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    paths: flag(
      z.boolean().default(false),
      "paths",
      "show file names; they may contain names of patients",
    ),
  },
  run({ settings, flags, operands }, { stdout, stderr }): Promise<number> {
    const folder = sourceOperand(operands, "screen");
    const { recipe, warnings } = readRecipe(settings.recipe);
    for (const warning of warnings) stderr(`${warning}\n`);
    const { recipes } = recipesOf(recipe);
    openable(folder, () => Deno.readDirSync(folder)[Symbol.iterator]().next());
    const lines = [...listFiles(folder)].map(({ number, path, isFile }): Line => ({
      file: number,
      ...(flags.paths ? { path } : {}),
      ...(isFile ? screenFile(folder, path, recipes) : skipped("NOT_A_FILE", "not a regular file")),
    }));
    stdout(flags.json ? `${JSON.stringify(lines, null, 2)}\n` : format(lines));
    return Promise.resolve(0);
  },
});

function screenFile(folder: string, path: string, recipes: readonly Recipe[]): Omit<Line, "file"> {
  try {
    const regular = openRegularFile(folder, path);
    using file = regular.file;
    const screened = screenImage(openImage(file, regular.info).header, recipes);
    if (screened.kind === "held") {
      const { group, rule, why } = screened;
      return { verdict: "hold", group, rule, why };
    }
    const { verdict, group, rule, rectangles } = screened.screening;
    return { verdict, group, rule, why: rectangles.join("; ") };
  } catch (error) {
    if (error instanceof SkippedFileError) return skipped(error.code, error.reason);
    const code = systemCode(error);
    if (code !== "") return skipped("UNREADABLE", `the file cannot be read (${code})`);
    throw error;
  }
}

function skipped(code: string, reason: string): Omit<Line, "file"> {
  return { verdict: "skip", group: null, rule: null, why: `${code}: ${reason}` };
}

function format(lines: readonly Line[]): string {
  const rows = lines.map(({ file, path, verdict, group, rule, why }) => [
    path ?? `file ${file}`,
    verdict,
    rule === null ? "" : `${rule} (${group})`,
    why,
  ]);
  const counts = Map.groupBy(lines, ({ verdict }) => verdict);
  const sums = [...counts].map(([verdict, those]) => `${verdict}: ${those.length}`).join(", ");
  return `${table(["image", "verdict", "rule", "reason"], rows)}${sums}\n`;
}
