import { tagHex } from "../dicom/tag_hex.ts";
import { z } from "zod";
import { privateTableOf } from "../deidentify/private/private_table.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { Profile } from "../deidentify/profile.ts";
import { TextCleaner } from "../deidentify/text/text_cleaner.ts";
import type { Visit } from "../deidentify/visit.ts";
import { type Option, optionNames, type Options } from "../deidentify/options.ts";
import { type EditedElement, tagOfEdited } from "../dicom/edited.ts";
import { dictionaryEntry } from "../dicom/dictionary.ts";
import { screenImage } from "../screen/screen_image.ts";
import { IntakeError, SkippedFileError } from "../errors.ts";
import { recipesOf } from "../pipeline/recipes.ts";
import { deidentifyImage, openImage } from "../pipeline/deidentify_image.ts";
import { chosenOptions } from "./chosen_options.ts";
import { defineCommand, flag } from "./command.ts";
import { readPrivateRows } from "./read_private_rows.ts";
import { readRecipe } from "./read_recipe.ts";
import { readVocabulary } from "./read_vocabulary.ts";
import { verdictLine } from "./verdict_line.ts";
import { openOperand, sourceOperand } from "./operand.ts";
import { table } from "./table.ts";
import { explainPresets } from "./explain_presets.ts";
import { resultOf } from "./result_of.ts";
import { presets } from "../deidentify/presets.ts";

/** `explain`: shows what happens to each element of a file, and why, without values. */
export const explain = defineCommand({
  name: "explain",
  summary: "Show how each element of a file would be de-identified, and why. Values are not shown.",
  operands: "<file>|--example",
  settings: ["recipe", "safePrivateRows", "vocabulary", "profile", ...optionNames],
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    example: flag(
      z.boolean().default(false),
      "example",
      "show what each preset and your settings do to an example image",
    ),
  },
  run({ settings, flags, operands }, { stdout }): Promise<number> {
    if (flags.example && operands.length === 0) {
      stdout(exampleOf(chosenOptions(settings), flags.json));
      return Promise.resolve(0);
    }
    const path = sourceOperand(operands, "explain");
    const lines: Line[] = [];
    using file = openOperand(path);
    // outcomes do not depend on the key, and values are not shown: a key of zeros is enough
    const { recipes, rules } = recipesOf(readRecipe(settings.recipe).recipe);
    const deidentification = {
      rules,
      texts: new TextCleaner(readVocabulary(settings.vocabulary)),
      profile: new Profile(
        chosenOptions(settings),
        privateTableOf(readPrivateRows(settings.safePrivateRows)),
      ),
      key: new PseudonymKey(new Uint8Array(32)),
    };
    const image = asImage(() => openImage(file));
    const screened = screenImage(image.header, recipes);
    const leaving = screened.kind === "leaves" ? screened : asIfLeaving;
    const outcomes = new Set<unknown>();
    const { elements } = deidentifyImage(
      image,
      leaving,
      { code: "explain" },
      deidentification,
      (visit) => {
        lines.push(describe(visit));
        outcomes.add(visit.outcome);
      },
    );
    lines.push(...elements.filter((one) => !outcomes.has(one)).map(describeAdded));
    if (!flags.json) stdout(`${verdictLine(screened)}\n`);
    stdout(flags.json ? `${JSON.stringify(lines, null, 2)}\n` : format(lines));
    return Promise.resolve(0);
  },
});

/**
 * A table of the effects on an example: with each preset, and with the options that are switched
 * on.
 */
function exampleOf(chosen: Options, asJSON: boolean): string {
  const sets = [...Object.values(presets).map((names) => new Set<Option>(names)), chosen];
  const head = ["of the example", "keyword", ...Object.keys(presets), "your settings"];
  const rows = explainPresets(sets);
  if (!asJSON) return table(head, rows);
  const lines = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
  return `${JSON.stringify(lines, null, 2)}\n`;
}

interface Line {
  readonly tag: string;
  readonly keyword: string;
  readonly depth: number;
  readonly result: string;
  readonly because: string;
}

/** The elements of a held image are shown as if it were delivered. */
const asIfLeaving = {
  kind: "leaves",
  screening: { verdict: "pass", group: null, rule: null, rectangles: [] },
} as const;

/**
 * Runs `read`. Throws IntakeError NOT_AN_IMAGE if the file is not an image that can be delivered.
 */
function asImage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SkippedFileError)) throw error;
    throw new IntakeError(
      "NOT_AN_IMAGE",
      `the file would be skipped (${error.code}): ${error.reason}`,
      "docs/troubleshooting.md explains the code",
      { cause: error },
    );
  }
}

function describe({ element, depth, decision, outcome }: Visit): Line {
  return {
    ...nameOf(element.tag),
    depth,
    result: resultOf({ outcome }),
    because: decision.because,
  };
}

/** Elements that de-identification adds: its method, and the pseudonyms of the patient. */
function describeAdded(element: EditedElement): Line {
  const named = nameOf(tagOfEdited(element));
  return {
    ...named,
    depth: 0,
    result: "added",
    because: "required by PS3.15 E.1.1, or part of the pseudonymous identity",
  };
}

function nameOf(tag: number): Pick<Line, "tag" | "keyword"> {
  const hex = tagHex(tag);
  return {
    tag: `(${hex.slice(0, 4)},${hex.slice(4)})`,
    keyword: dictionaryEntry(tag)?.keyword ?? "",
  };
}

function format(lines: readonly Line[]): string {
  const rows = lines.map(({ tag, keyword, depth, result, because }) => [
    "> ".repeat(depth) + tag,
    keyword,
    result,
    because,
  ]);
  return table(["element", "keyword", "result", "because"], rows);
}
