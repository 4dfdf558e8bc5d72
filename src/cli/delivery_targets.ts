import { readCredentials } from "../deliver/credentials.ts";
import type { Destination } from "../deliver/destination.ts";
import { openDestinations } from "../deliver/targets/open_destinations.ts";
import { IntakeError } from "../model/errors.ts";
import type { SettingName, Settings } from "./settings.ts";

/** The settings that targets depend on. */
export const targetSettings = [
  "deliverTo",
  "pack",
  "deliverCredentials",
  "deliveryTimeout",
] as const satisfies readonly SettingName[];

/** Opens the targets of the settings. Throws IntakeError SETTINGS. */
export function openTargets(
  settings: Pick<Settings, typeof targetSettings[number]>,
): Destination[] {
  return openDestinations(settings.deliverTo, {
    credentials: readCredentials(settings.deliverCredentials),
    pack: settings.pack,
    answerMs: settings.deliveryTimeout * 1000,
  });
}

/** The targets of these names; all if no name is given. Throws IntakeError USAGE. */
export function chosenByName<Target>(
  all: readonly Target[],
  names: readonly string[],
  nameOf: (target: Target) => string,
): readonly Target[] {
  if (names.length === 0) return all;
  const chosen = all.filter((target) => names.includes(nameOf(target)));
  if (chosen.length === names.length) return chosen;
  throw new IntakeError(
    "USAGE",
    "a given name is not a target",
    `the targets are ${all.map(nameOf).join(", ") || "none (DELIVER_TO)"}`,
  );
}
