import { resolve } from "node:path";
import { optionNames } from "../deidentify/profile/options.ts";
import type { KeyRing } from "../deidentify/pseudonyms/key_ring.ts";
import type { Destination } from "../deliver/destination.ts";
import { targetDirectories } from "../deliver/targets/open_destinations.ts";
import { systemFiles } from "../folder/ignored_files.ts";
import { resolveBases } from "../folder/resolve_bases.ts";
import type { SiteText } from "../model/batch.ts";
import { IntakeError } from "../model/errors.ts";
import type { IntakeEvent } from "../model/event.ts";
import { type Policy, policyOf } from "../projects/policy.ts";
import { isWithin } from "../system/paths.ts";
import { chosenOptions } from "./chosen_options.ts";
import { openTargets } from "./delivery_targets.ts";
import { textSettings } from "./screening_settings.ts";
import { databaseSettings, type SettingName, type Settings } from "./settings.ts";
import { type CheckedRecipe, readPrivateRows, readRecipe, readVocabulary } from "./site_files.ts";

/** The settings that decide what becomes of a file, besides the profile. */
export const fileSettings = [
  "recipe",
  "safePrivateRows",
  "vocabulary",
  "ignoreFiles",
  "quarantine",
  "gate",
  ...textSettings,
  "review",
  "reviewFourEyes",
] as const satisfies readonly SettingName[];

/** The settings of every command that works on Batches. */
export const intakeSettings = [
  "dataBase",
  "dataSubfolder",
  "dataInputFolders",
  "outputBase",
  ...databaseSettings,
  "concurrency",
  "workers",
  "settle",
  "lease",
  "threadTimeout",
  "grace",
  "after",
  "maxAttempts",
  "minFree",
  "maxInFlight",
  ...fileSettings,
  "deliverTo",
  "deliverCredentials",
  "deliveryTimeout",
  "deliveriesPerTarget",
  "maxUndelivered",
  "pack",
  "log",
  "logLevel",
  "profile",
  ...optionNames,
] as const satisfies readonly SettingName[];

/** The values of these settings. */
export type IntakeSettings = Pick<Settings, typeof intakeSettings[number]>;

/** The files and places that the settings refer to, as they were read. */
interface NamedBySettings extends CheckedRecipe {
  readonly bases: readonly string[];
  readonly destinations: readonly Destination[];
  readonly privateRows: SiteText | undefined;
  readonly siteWords: ReadonlySet<string>;
}

/**
 * Reads the files and checks the places that the settings refer to. Creates nothing, so that a
 * start with invalid settings leaves nothing behind. Throws IntakeError SETTINGS or RECIPE.
 */
export function readSettings(
  settings: IntakeSettings,
  subfolderFirst: boolean,
): NamedBySettings {
  const bases = resolveBases({ ...settings, subfolderFirst });
  requireApart(bases, settings);
  const destinations = openTargets(settings);
  return {
    bases,
    destinations,
    ...readRecipe(settings.recipe),
    privateRows: readPrivateRows(settings.safePrivateRows),
    siteWords: readVocabulary(settings.vocabulary),
  };
}

type Directories = Pick<Settings, "outputBase" | "stateDir" | "quarantine" | "deliverTo">;

/**
 * Checks that inboxes and outputs do not contain each other. Folders in an inbox become Batches: an
 * output in an inbox would be imported again forever, and an inbox inside another one would be
 * imported and disposed of as one of its folders. Two outputs in one directory would overwrite each
 * other. Recipients could read an inbox, the key or the quarantine in an output. Throws IntakeError
 * SETTINGS.
 */
function requireApart(bases: readonly string[], settings: Directories): void {
  for (const base of bases) {
    const outer = bases.find((other) => other !== base && isWithin(base, other));
    if (outer !== undefined) throw overlapping("the inbox", base, `the inbox ${outer}`);
  }
  const targets = targetDirectories(settings.deliverTo);
  const written = [
    ["OUTPUT_BASE", settings.outputBase],
    ["STATE_DIR", settings.stateDir],
    ...(settings.quarantine ? [["QUARANTINE", settings.quarantine]] : []),
    ...targets.map((directory) => ["DELIVER_TO", directory]),
  ] as const;
  for (const [variable = "", place = ""] of written) {
    const base = bases.find((base) => isWithin(resolve(place), base));
    if (base !== undefined) throw overlapping(variable, place, `the inbox ${base}`);
  }
  const output = resolve(settings.outputBase);
  const inOutput = targets.find((directory) => isWithin(directory, output));
  if (inOutput !== undefined) throw overlapping("DELIVER_TO", inOutput, `OUTPUT_BASE ${output}`);
  requireUnreleased(bases, settings, [
    ["OUTPUT_BASE", output],
    ...targets.map((directory) => ["DELIVER_TO", directory] as const),
  ]);
}

/** Checks that what identifies patients is not in a directory that recipients may read. */
function requireUnreleased(
  bases: readonly string[],
  { stateDir, quarantine }: Directories,
  released: readonly (readonly [variable: string, directory: string])[],
): void {
  const identifying = [
    ...bases.map((base) => ["the inbox", base] as const),
    ["STATE_DIR", stateDir],
    ...(quarantine ? [["QUARANTINE", quarantine] as const] : []),
  ] as const;
  for (const [variable, place] of identifying) {
    const found = released.find(([, directory]) => isWithin(resolve(place), directory));
    if (found) throw overlapping(variable, place, found.join(" "));
  }
}

function overlapping(variable: string, place: string, where: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `${variable} ${resolve(place)} is inside ${where}`,
    "use separate directories",
  );
}

/** An event for each setting that no longer exists and is still set. */
export function ignoredSettings(env: (name: string) => string | undefined): IntakeEvent[] {
  if (env("DELIVERY_PATIENCE") === undefined) return [];
  return [{
    name: "setting.ignored",
    level: "warn",
    reason: "DELIVERY_PATIENCE is ignored: deliveries have no time limit, and continue " +
      "automatically when their target is back",
    hint: "remove it from the settings",
  }];
}

/** The policy of a process with these settings, files and keys. Throws IntakeError SETTINGS. */
export function policyOfIntake(
  settings: IntakeSettings,
  { recipe, privateRows, siteWords }: {
    readonly recipe: SiteText | undefined;
    readonly privateRows: SiteText | undefined;
    readonly siteWords: ReadonlySet<string>;
  },
  { current }: KeyRing,
): Policy {
  return policyOf(settings, {
    recipeText: recipe?.text,
    privateRowsText: privateRows?.text,
    siteWords,
    keyFingerprint: current.fingerprint,
    outputBase: resolve(settings.outputBase),
    quarantine: settings.quarantine && resolve(settings.quarantine),
    ignoreFiles: settings.ignoreFiles === systemFiles ? undefined : settings.ignoreFiles,
    options: chosenOptions(settings),
  });
}
