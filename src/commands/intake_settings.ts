import { optionNames } from "../deidentify/options.ts";
import { databaseSettings, type SettingName } from "../settings.ts";

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
  ...optionNames,
] as const satisfies readonly SettingName[];
