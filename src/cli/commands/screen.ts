import { z } from "zod";
import { describeRedaction } from "../../pipeline/image/describe_redaction.ts";
import { recipesOf } from "../../pipeline/image/recipes.ts";
import type { ScreenedImage } from "../../pipeline/image/screen_and_redact.ts";
import { type NeedsInspection, screenForText } from "../../pipeline/image/screen_for_text.ts";
import { defineCommand, flag, sourceOperand } from "../command.ts";
import { imagesInTurn } from "../images_of.ts";
import { textPolicyOf, textSettings } from "../screening_settings.ts";
import { readRecipe, readVocabulary } from "../site_files.ts";
import { table } from "../table.ts";
import { describeText, openTextFinder, type TextOfImage } from "../text_finder.ts";

interface Line {
  readonly file: number;
  readonly path?: string;
  readonly verdict: string;
  readonly group: string | null;
  readonly rule: string | null;
  readonly why: string;
  /** Only with `--text` or `--pictures`. */
  readonly text?: TextOfImage;
}

/** `screen`: shows the verdict of the rules for each file of a folder; writes nothing. */
export const screen = defineCommand({
  name: "screen",
  summary: "Show the verdict of the screening rules for each image of a folder.",
  operands: "<folder>",
  examples: [
    [
      "screen --recipe site.dicom /data/ST-1",
      "shows what the rules of a recipe would hold back",
    ],
    [
      "screen --pictures /tmp/found /data/ST-1",
      "draws the text that was found in pixels",
    ],
  ],
  settings: ["recipe", "vocabulary", ...textSettings],
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    paths: flag(
      z.boolean().default(false),
      "paths",
      "show file names; they may contain names of patients",
    ),
    text: flag(
      z.boolean().default(false),
      "text",
      "find text in the pixels of images that may show some; prints rectangles, never words",
    ),
    pictures: flag(
      z.string().min(1, "is empty").optional(),
      "pictures",
      "as --text, and write the first frame of each such image, with the rectangles, to this " +
        "directory; the pictures may show names of patients",
      "dir",
    ),
  },
  async run({ settings, flags, operands }, { stdout, stderr }): Promise<number> {
    const folder = sourceOperand(operands, "screen");
    const { recipe, warnings } = readRecipe(settings.recipe);
    for (const warning of warnings) stderr(`${warning}\n`);
    const recipes = recipesOf(recipe);
    const policy = textPolicyOf(settings);
    const isSearched = flags.text || flags.pictures !== undefined;
    const siteWords = readVocabulary(settings.vocabulary);
    await using finder = openTextFinder({ pictures: flags.pictures, siteWords });
    const images = imagesInTurn(folder, async (image, number) => ({
      ...verdictOf(screenForText(image, recipes, policy)),
      ...(isSearched ? { text: await finder.find(image, number) } : {}),
    }));
    const lines = await Array.fromAsync(images, (image): Line => ({
      file: image.number,
      ...(flags.paths ? { path: image.path } : {}),
      ...("skipped" in image
        ? skipVerdict(image.skipped.code, image.skipped.reason)
        : image.result),
    }));
    stdout(flags.json ? `${JSON.stringify(lines, null, 2)}\n` : format(lines));
    return 0;
  },
});

type Verdict = Pick<Line, "verdict" | "group" | "rule" | "why">;

function verdictOf(screened: ScreenedImage | NeedsInspection): Verdict {
  if (screened.kind === "inspect") {
    const ruled = verdictOf(screened.ruled());
    if (ruled.verdict === "hold") return ruled;
    const searched = `searched for text because of ${screened.reason}`;
    const why = ruled.why === "" ? searched : `${searched}; ${ruled.why}`;
    return { ...ruled, verdict: "inspect", why };
  }
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
  const rows = lines.map(({ file, path, verdict, group, rule, why, text }) => [
    path ?? `file ${file}`,
    verdict,
    rule === null ? "" : `${rule} (${group})`,
    [why, text ? describeText(text) : ""].filter((part) => part !== "").join("; "),
  ]);
  const counts = Map.groupBy(lines, ({ verdict }) => verdict);
  const sums = [...counts].map(([verdict, those]) => `${verdict}: ${those.length}`).join(", ");
  return `${table(["image", "verdict", "rule", "reason"], rows)}${sums}\n`;
}
