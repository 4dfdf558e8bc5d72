import { type Option, optionNames, type Options } from "../deidentify/options.ts";
import { IntakeError } from "../errors.ts";
import type { Settings } from "../settings.ts";

export type OptionSettings = Pick<Settings, Option>;

/**
 * The options of the profile that the settings switch on. Modified dates are the default where
 * nothing else is said about dates. Throws IntakeError SETTINGS when both kinds are asked for.
 */
export function chosenOptions(settings: OptionSettings): Options {
  const modifiedDates = settings.retainModifiedDates ?? !settings.retainFullDates;
  if (settings.retainFullDates && modifiedDates) {
    throw new IntakeError(
      "SETTINGS",
      "RETAIN_FULL_DATES and RETAIN_MODIFIED_DATES contradict each other",
      "keep the dates as they are, or move them: choose one",
    );
  }
  return new Set(
    optionNames.filter((name) => name === "retainModifiedDates" ? modifiedDates : settings[name]),
  );
}
