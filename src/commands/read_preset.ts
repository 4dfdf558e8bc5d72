import { basename } from "node:path";
import { type Option, optionNames } from "../deidentify/options.ts";
import { isPresetName, presets } from "../deidentify/presets.ts";
import { IntakeError } from "../errors.ts";
import { profileSettings } from "../profile_settings.ts";
import { settingMeta } from "../setting_meta.ts";

/** The options that a preset switches on or off; options that it does not name are off. */
export type Preset = ReadonlyMap<Option, boolean>;

const optionOfVariable = new Map(
  optionNames.map((name) => [settingMeta.get(profileSettings[name])?.env ?? "", name]),
);

/**
 * Reads the preset of PROFILE: the name of a built-in preset, or a site's file with one option per
 * line (`RETAIN_DEVICE_IDENTITY=true`). The file extends a built-in preset if its first line is,
 * for example, `PROFILE=research`; lines that start with `#` are comments. Throws IntakeError
 * SETTINGS.
 */
export function readPreset(profile: string): Preset {
  if (isPresetName(profile)) return presetOf(profile);
  const preset = new Map<Option, boolean>();
  for (const [index, line] of readText(profile).split(/\r?\n/).entries()) {
    const fault = addLine(preset, line.trim());
    if (!fault) continue;
    throw new IntakeError(
      "SETTINGS",
      `${basename(profile)}, line ${index + 1}: ${fault}`,
      "write one option per line, such as RETAIN_DEVICE_IDENTITY=true",
    );
  }
  return preset;
}

function presetOf(name: keyof typeof presets): Map<Option, boolean> {
  return new Map(presets[name].map((option) => [option, true]));
}

/** Adds the option of a line; returns a description of the error if the line is invalid. */
function addLine(preset: Map<Option, boolean>, line: string): string | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  const [, variable = "", value = ""] = /^([A-Z_]+)\s*=\s*(\S+)$/.exec(line) ?? [];
  if (variable === "PROFILE") {
    if (preset.size > 0) return "PROFILE must come before the options";
    if (!isPresetName(value)) return `PROFILE is not ${Object.keys(presets).join(" or ")}`;
    for (const option of presets[value]) preset.set(option, true);
    return undefined;
  }
  const option = optionOfVariable.get(variable);
  if (!option) return "it is not an option of the profile with a value";
  if (value !== "true" && value !== "false") return `${variable} is not true or false`;
  preset.set(option, value === "true");
  return undefined;
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `PROFILE ${path} is not ${
        Object.keys(presets).join(" or ")
      }, and is not a file that can be ` +
        `read (${error instanceof Error ? error.name : "unknown"})`,
      "use the name of a preset, or a file with one option per line",
      { cause: error },
    );
  }
}
