import { basename } from "node:path";
import {
  isPresetName,
  type Option,
  optionNames,
  type Options,
  presets,
} from "../deidentify/profile/options.ts";
import { IntakeError } from "../model/errors.ts";
import { profileSettings } from "./profile_settings.ts";
import { settingMeta } from "./setting_meta.ts";
import type { Settings } from "./settings.ts";

export type OptionSettings = Pick<Settings, "profile"> & Partial<Pick<Settings, Option>>;

const [fullDates, modifiedDates] = ["retainFullDates", "retainModifiedDates"] as const;

/**
 * The options of the profile that are on: a setting wins over the preset of PROFILE. Dates are
 * shifted unless a setting or the preset keeps or removes them. Throws IntakeError SETTINGS if the
 * preset cannot be read, or if dates are to be both kept and shifted.
 */
export function chosenOptions(settings: OptionSettings): Options {
  const preset = readPreset(settings.profile);
  const isOn = (name: Option): boolean => settings[name] ?? preset.get(name) ?? false;
  const dates = chosenDates(settings) ?? presetDates(preset, settings) ?? modifiedDates;
  return new Set(
    optionNames.filter((name) =>
      name === fullDates || name === modifiedDates ? name === dates : isOn(name)
    ),
  );
}

/** The settings with each option as it is in effect. Throws IntakeError SETTINGS. */
export function withChosenOptions<S extends OptionSettings>(settings: S): S {
  const chosen = chosenOptions(settings);
  return {
    ...settings,
    ...Object.fromEntries(optionNames.map((name) => [name, chosen.has(name)])),
  };
}

/** The preset's treatment of dates, unless a setting switches it off. */
function presetDates(preset: Preset, settings: OptionSettings): Dates | undefined {
  const dates = chosenDates(Object.fromEntries(preset));
  return dates === fullDates && settings[fullDates] === false ? undefined : dates;
}

type Dates = typeof fullDates | typeof modifiedDates | "neither";

/** The treatment of dates in one source of settings; undefined if it has none. */
function chosenDates(
  settings: Readonly<Partial<Record<Option, boolean | undefined>>>,
): Dates | undefined {
  const [full, modified] = [settings[fullDates], settings[modifiedDates]];
  if (full && modified) {
    throw new IntakeError(
      "SETTINGS",
      "RETAIN_FULL_DATES and RETAIN_MODIFIED_DATES contradict each other",
      "use only one of them",
    );
  }
  if (full) return fullDates;
  if (modified) return modifiedDates;
  return modified === false ? "neither" : undefined;
}

/** The options that a preset switches on or off; options that it does not name are off. */
type Preset = ReadonlyMap<Option, boolean>;

const optionOfVariable = new Map(
  optionNames.map((name) => [settingMeta.get(profileSettings[name])?.env ?? "", name]),
);

/**
 * Reads the preset of PROFILE: the name of a built-in preset, or a site's file with one option per
 * line (`RETAIN_DEVICE_IDENTITY=true`). The file extends a built-in preset if its first line is,
 * for example, `PROFILE=research`; lines that start with `#` are comments. Throws IntakeError
 * SETTINGS.
 */
function readPreset(profile: string): Preset {
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
