import type { SettingName } from "./settings.ts";

/** Settings about one subject. */
export interface SettingGroup {
  readonly title: string;
  readonly names: readonly SettingName[];
}

/** All settings by subject, in the order in which help, pages and documents show them. */
export const settingGroups: readonly SettingGroup[] = [
  {
    title: "Folders",
    names: ["dataBase", "dataSubfolder", "dataInputFolders", "outputBase", "stateDir", "after"],
  },
  { title: "Database and key", names: ["databaseUrl", "pgBin", "deidKeyFile"] },
  { title: "Finding folders and files", names: ["scanEvery", "settle", "ignoreFiles"] },
  {
    title: "Load and limits",
    names: [
      "concurrency",
      "workers",
      "maxInFlight",
      "minFree",
      "lease",
      "threadTimeout",
      "maxAttempts",
      "grace",
    ],
  },
  {
    title: "Screening and gate",
    names: [
      "recipe",
      "quarantine",
      "gate",
      "text",
      "textKeep",
      "textAction",
      "review",
      "reviewFourEyes",
    ],
  },
  {
    title: "De-identification",
    names: [
      "profile",
      "safePrivateRows",
      "vocabulary",
      "retainModifiedDates",
      "retainFullDates",
      "retainUids",
      "retainDeviceIdentity",
      "retainInstitutionIdentity",
      "retainPatientCharacteristics",
      "cleanDescriptors",
      "cleanStructuredContent",
      "cleanGraphics",
      "retainSafePrivate",
    ],
  },
  {
    title: "Delivery",
    names: [
      "deliverTo",
      "pack",
      "deliverCredentials",
      "deliveryTimeout",
      "deliveriesPerTarget",
      "maxUndelivered",
    ],
  },
  { title: "Web page", names: ["webListen", "webUsers", "webCert", "webKey"] },
  { title: "Log", names: ["log", "logLevel"] },
];
