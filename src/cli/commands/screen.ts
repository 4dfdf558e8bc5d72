import { z } from "zod";
import { describeRedaction } from "../../pipeline/image/describe_redaction.ts";
import { recipesOf } from "../../pipeline/image/recipes.ts";
import { screenAndRedact, type ScreenedImage } from "../../pipeline/image/screen_and_redact.ts";
import { defineCommand, flag, sourceOperand } from "../command.ts";
import { imagesOf } from "../images_of.ts";
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
    const images = imagesOf(folder, (image) => screenAndRedact(image, recipes));
    const lines = Array.from(images, (image): Line => ({
      file: image.number,
      ...(flags.paths ? { path: image.path } : {}),
      ...("skipped" in image
        ? skipVerdict(image.skipped.code, image.skipped.reason)
        : verdictOf(image.result)),
    }));
    stdout(flags.json ? `${JSON.stringify(lines, null, 2)}\n` : format(lines));
    return Promise.resolve(0);
  },
});

type Verdict = Pick<Line, "verdict" | "group" | "rule" | "why">;

function verdictOf(screened: ScreenedImage): Verdict {
  if (screened.kind === "held") {
    const { group, rule, why } = screened;
    return { verdict: "hold", group, rule, why };
  }
  const { screening: { verdict, group, rule, rectangles }, redaction } = screened;
  const how = redaction ? [describeRedaction(redaction)] : [];
  return { verdict, group, rule, why: [...rectangles, ...how].join("; ") };
}

function skipVerdict(code: string, reason: string): Verdict {
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
