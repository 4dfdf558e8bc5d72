import { basename, dirname, resolve } from "node:path";
import { z } from "zod";
import { optionNames } from "../../deidentify/profile/options.ts";
import { privateTableOf } from "../../deidentify/profile/private_table.ts";
import { Profile } from "../../deidentify/profile/profile.ts";
import { batchCode, type PseudonymKey } from "../../deidentify/pseudonyms/pseudonym_key.ts";
import { TextCleaner } from "../../deidentify/text/text_cleaner.ts";
import { IntakeError } from "../../model/errors.ts";
import type { SkippedFile } from "../../model/image.ts";
import { deidentifyFile, deidentifyFolder } from "../../pipeline/deidentify_folder.ts";
import { openGate } from "../../pipeline/image/gate_image.ts";
import { codecsFor } from "../../pipeline/image/image_codecs.ts";
import { ImageMemory } from "../../pipeline/image/image_memory.ts";
import type { ImageTools } from "../../pipeline/image/image_tools.ts";
import { recipesOf } from "../../pipeline/image/recipes.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { chosenOptions } from "../chosen_options.ts";
import { defineCommand, flag, openable } from "../command.ts";
import { openKey } from "../open_key.ts";
import { readPrivateRows, readRecipe, readVocabulary } from "../site_files.ts";
import { textPolicyOf, textSettings } from "../screening_settings.ts";
import { textTools } from "../text_finder.ts";
import { shownCommand } from "../../system/shown_command.ts";

/** `deidentify`: processes a file or folder like a job, without a database. */
export const deidentify = defineCommand({
  name: "deidentify",
  summary: "De-identify a file or folder without a database.",
  operands: "<file or folder> <destination>",
  examples: [
    [
      "deidentify /data/ST-1 /data/out",
      "writes a de-identified copy of a folder",
    ],
    [
      "deidentify --profile research image.dcm out.dcm",
      "uses the options of the preset research",
    ],
  ],
  settings: [
    "stateDir",
    "deidKeyFile",
    "recipe",
    "safePrivateRows",
    "vocabulary",
    "gate",
    ...textSettings,
    "profile",
    ...optionNames,
  ],
  flags: {
    paths: flag(
      z.boolean().default(false),
      "paths",
      "show the names of skipped files; they may contain names of patients",
    ),
  },
  async run({ settings, flags, operands }, { stdout }): Promise<number> {
    const [source, destination] = sourceAndDestination(operands);
    const isFolder = openable(source, () => Deno.statSync(source)).isDirectory;
    const recipes = recipesOf(readRecipe(settings.recipe).recipe);
    const codecs = codecsFor(recipes.recipes);
    const policy = textPolicyOf(settings);
    await using stack = new AsyncDisposableStack();
    const tools: ImageTools = {
      profile: new Profile(
        chosenOptions(settings),
        privateTableOf(readPrivateRows(settings.safePrivateRows)),
      ),
      key: keyOf(settings),
      texts: new TextCleaner(readVocabulary(settings.vocabulary)),
      quarantine: undefined,
      gate: openGate(settings.gate),
      ...recipes,
      codecs,
      text: policy && stack.use(textTools(policy, codecs)),
      memory: new ImageMemory(),
      buffer: new Uint8Array(1 << 20),
    };
    const folder = isFolder ? source : dirname(source);
    const place = batchCode(tools.key, basename(folder));
    const { images, skipped } = isFolder
      ? await deidentifyFolder(source, destination, place, tools)
      : await deidentifyFile(source, destination, place, tools);
    stdout(`images written: ${images}, files skipped: ${skipped.length}\n`);
    if (skipped.length > 0) stdout(await format(skipped, flags.paths));
    return skipped.length > 0 ? 1 : 0;
  },
});

function sourceAndDestination(operands: readonly string[]): [source: string, destination: string] {
  const [source, destination, ...more] = operands;
  if (!source || !destination || more.length > 0) {
    throw new IntakeError(
      "USAGE",
      "deidentify requires a file or folder, and a destination",
      `see ${shownCommand("deidentify --help")}`,
    );
  }
  return [resolve(source), resolve(destination)];
}

function keyOf(settings: { stateDir: string; deidKeyFile?: string | undefined }): PseudonymKey {
  const keySettings = { deidKeyFile: settings.deidKeyFile, databaseUrl: undefined };
  return openKey(keySettings, openStateDir(settings.stateDir));
}

async function format(skipped: readonly SkippedFile[], paths: boolean): Promise<string> {
  const { table } = await import("../table.ts"); // loading it takes time
  const rows = skipped.map(({ fileNumber, path, code, reason }) => [
    paths ? path : `file ${fileNumber}`,
    code,
    reason,
  ]);
  return table(["file", "code", "reason"], rows);
}
