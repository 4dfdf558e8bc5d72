import { databaseSettings, type SettingName } from "../settings.ts";

/** The options of de-identification. */
export const deidentifySettings = [
  "retainUids",
  "retainDevice",
  "retainInstitution",
  "retainPatientCharacteristics",
  "retainFullDates",
  "removeDates",
  "cleanDescriptors",
  "cleanStructuredContent",
  "cleanGraphics",
  "retainSafePrivate",
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
  "grace",
  "after",
  "maxAttempts",
  "minFree",
  ...deidentifySettings,
  "log",
  "logLevel",
] as const satisfies readonly SettingName[];
