import { type Option, optionNames, type Options } from "../deidentify/options.ts";
import { IntakeError } from "../errors.ts";
import type { Settings } from "../settings.ts";

export type OptionSettings = Pick<Settings, Option>;

/**
 * The options of the profile that the settings turn on. Dates are shifted unless a setting keeps
 * them. Throws IntakeError SETTINGS if dates are to be both kept and shifted.
 */
export function chosenOptions(settings: OptionSettings): Options {
  const modifiedDates = settings.retainModifiedDates ?? !settings.retainFullDates;
  if (settings.retainFullDates && modifiedDates) {
    throw new IntakeError(
      "SETTINGS",
      "RETAIN_FULL_DATES and RETAIN_MODIFIED_DATES contradict each other",
      "use only one of them",
    );
  }
  return new Set(
    optionNames.filter((name) => name === "retainModifiedDates" ? modifiedDates : settings[name]),
  );
}
