import { z } from "zod";
import {
  type Option,
  optionNames,
  type Options,
  presets,
} from "../../deidentify/profile/options.ts";
import { privateTableOf } from "../../deidentify/profile/private_table.ts";
import { Profile } from "../../deidentify/profile/profile.ts";
import { PseudonymKey } from "../../deidentify/pseudonyms/pseudonym_key.ts";
import { TextCleaner } from "../../deidentify/text/text_cleaner.ts";
import type { Visit } from "../../deidentify/visit.ts";
import { dictionaryEntry, tagHex } from "../../dicom/dictionary.ts";
import { type EditedElement, tagOfEdited } from "../../dicom/write/edited.ts";
import { IntakeError, SkippedFileError } from "../../model/errors.ts";
import { deidentifyImage } from "../../pipeline/image/deidentify_image.ts";
import { describeRedaction } from "../../pipeline/image/describe_redaction.ts";
import { openImage } from "../../pipeline/image/open_image.ts";
import { recipesOf } from "../../pipeline/image/recipes.ts";
import { type ScreenedImage, unruledImage } from "../../pipeline/image/screen_and_redact.ts";
import { type NeedsInspection, screenForText } from "../../pipeline/image/screen_for_text.ts";
import { chosenOptions } from "../chosen_options.ts";
import { defineCommand, flag, openOperand, sourceOperand } from "../command.ts";
import { textPolicyOf, textSettings } from "../screening_settings.ts";
import { readPrivateRows, readRecipe, readVocabulary } from "../site_files.ts";
import { table } from "../table.ts";
import { explainPresets, resultOf } from "./explain_presets.ts";

/** `explain`: shows what happens to each element of a file, and why, without values. */
export const explain = defineCommand({
  name: "explain",
  summary: "Show how each element of a file would be de-identified, and why. Values are not shown.",
  operands: "<file>|--example",
  examples: [
    [
      "explain image.dcm",
      "shows what happens to each element, and why",
    ],
    [
      "explain --example --profile research",
      "compares the presets with your settings",
    ],
  ],
  settings: [
    "recipe",
    "safePrivateRows",
    "vocabulary",
    ...textSettings,
    "profile",
    ...optionNames,
  ],
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
    const { rules, ...recipes } = recipesOf(readRecipe(settings.recipe).recipe);
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
    const screened = screenForText(image, recipes, textPolicyOf(settings));
    const ruled = screened.kind === "inspect" ? screened.ruled() : screened;
    // a held image is shown as if it were delivered
    const released = ruled.kind === "leaves" ? ruled : unruledImage;
    const outcomes = new Set<unknown>();
    const { elements } = deidentifyImage(
      image,
      released,
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

/** Describes the result of screening in one line. */
function verdictLine(screened: ScreenedImage | NeedsInspection): string {
  if (screened.kind === "inspect") {
    const ruled = screened.ruled();
    if (ruled.kind === "held") return verdictLine(ruled);
    return `${verdictLine(ruled)}\n` +
      `Its pixels are searched for text before it may leave, because of ${screened.reason}.`;
  }
  if (screened.kind === "held") {
    return `Held back by rule "${screened.rule}" (${screened.group}): ${screened.why}`;
  }
  const { screening: { verdict, group, rule, rectangles }, redaction } = screened;
  if (verdict === "pass") return "Not held: no rule matched.";
  const how = redaction ? [describeRedaction(redaction)] : [];
  const areas = redaction ? `: ${[...rectangles, ...how].join("; ")}` : "";
  return `${verdict} by rule "${rule}" (${group})${areas}`;
}
