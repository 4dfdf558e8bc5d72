import { type Option, optionNames, type Options } from "../deidentify/options.ts";
import { IntakeError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import { type Preset, readPreset } from "./read_preset.ts";

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

/** What a preset says about dates, unless a setting switches that off. */
function presetDates(preset: Preset, settings: OptionSettings): Dates | undefined {
  const dates = chosenDates(Object.fromEntries(preset));
  return dates === fullDates && settings[fullDates] === false ? undefined : dates;
}

type Dates = typeof fullDates | typeof modifiedDates | "neither";

/** What one source of settings says about dates; undefined when it says nothing. */
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
