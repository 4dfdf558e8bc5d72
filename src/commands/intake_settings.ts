import { optionNames } from "../deidentify/options.ts";
import { databaseSettings, type SettingName, type Settings } from "../settings.ts";

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
  "recipe",
  "safePrivateRows",
  "vocabulary",
  "quarantine",
  "gate",
  "deliverTo",
  "deliverCredentials",
  "deliveryTimeout",
  "deliveryPatience",
  "pack",
  "log",
  "logLevel",
  "profile",
  ...optionNames,
] as const satisfies readonly SettingName[];

/** The values of these settings. */
export type IntakeSettings = Pick<Settings, typeof intakeSettings[number]>;
