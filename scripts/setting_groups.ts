import type { SettingName } from "../src/cli/settings.ts";

/**
 * Writes docs/settings.md from the schema in src/cli/settings.ts and the groups and examples below.
 *
 *     deno run --allow-read --allow-write=docs scripts/make_settings_document.ts && deno fmt docs/
 */

/** Settings that are described together, in the order of the document, each with an example. */
export interface Group {
  readonly title: string;
  readonly text: string;
  readonly examples: Readonly<Partial<Record<SettingName, string>>>;
}

export const groups: readonly Group[] = [
  {
    title: "Folders",
    text:
      "The inboxes are, in order of precedence: the flag `--subfolder`, `DATA_INPUT_FOLDERS`, " +
      "`DATA_BASE/DATA_SUBFOLDER`, and `DATA_BASE`. A relative path in `DATA_INPUT_FOLDERS` " +
      "starts at `DATA_BASE`. A relative path or a subfolder that leads out of `DATA_BASE` is " +
      "refused. No inbox may contain another inbox, `OUTPUT_BASE`, `STATE_DIR`, `QUARANTINE` or " +
      "a target directory.",
    examples: {
      dataBase: "/srv/dicom-intake/inbox",
      dataSubfolder: "1_2",
      dataInputFolders: "/data/1_{0..7},/data/late",
      outputBase: "/srv/dicom-intake/output",
      stateDir: "/var/lib/dicom-intake",
      after: "archive",
    },
  },
  {
    title: "Database and key",
    text: "[database.md](database.md) describes the addresses that `DATABASE_URL` accepts. " +
      "With `DATABASE_URL`, `DEID_KEY_FILE` must be set and the file must exist. Keep a copy of " +
      "the key in a safe place. With the key, pseudonyms can be compared with originals. " +
      "Without it, new images of a known patient get a different pseudonym.",
    examples: {
      databaseUrl: "postgres://intake@db.example/catalogue",
      pgBin: "/usr/lib/postgresql/17/bin",
      deidKeyFile: "/etc/dicom-intake/deid.key",
    },
  },
  {
    title: "Finding folders and files",
    text:
      "Every twentieth scan (with 100,000 folders, every hundredth) also looks for changes in " +
      "folders that were already processed. " +
      "[The finished rule](../README.md#the-finished-rule) explains `SETTLE`. A file that " +
      "`IGNORE_FILES` names, and that is not an image, is skipped with the code `IGNORED`: its " +
      "Batch needs no attention, and its folder can be archived or deleted. A file that may be " +
      "an image is never ignored, whatever its name.",
    examples: { scanEvery: "1m", settle: "10", ignoreFiles: "Thumbs.db,.DS_Store,DICOMDIR,*.txt" },
  },
  {
    title: "Load and limits",
    text: "[admission.md](admission.md) explains how free space and the size of a Batch decide " +
      "when it starts, and [reliability.md](reliability.md) what happens after a crash.",
    examples: {
      concurrency: "8",
      workers: "4",
      maxInFlight: "20GB",
      minFree: "2GB",
      lease: "2m",
      threadTimeout: "5m",
      maxAttempts: "5",
      grace: "60",
    },
  },
  {
    title: "Screening and gate",
    text: "[screening.md](screening.md) describes recipes; [gate.md](gate.md) describes what is " +
      "checked in every output.",
    examples: {
      recipe: "/etc/dicom-intake/site.dicom",
      quarantine: "/srv/dicom-intake/quarantine",
      gate: "batch",
      text: "all",
      textKeep: "harmless",
      textAction: "redact",
      review: "on",
      reviewFourEyes: "true",
    },
  },
  {
    title: "De-identification",
    text:
      "These are the options of the confidentiality profile (PS3.15 E.3). As a flag, an option " +
      "has no value: `--retain-uids` switches it on, `--no-retain-uids` switches it off. The " +
      "options in effect are written into every output (CID 7050). `PROFILE` switches on a set " +
      "of options; an option that is set by itself has priority. " +
      "[de-identification.md](de-identification.md) explains each option.",
    examples: {
      profile: "research",
      safePrivateRows: "/etc/dicom-intake/private.tsv",
      vocabulary: "/etc/dicom-intake/words.txt",
      retainModifiedDates: "false",
      retainFullDates: "true",
      retainUids: "true",
      retainDeviceIdentity: "true",
      retainInstitutionIdentity: "true",
      retainPatientCharacteristics: "true",
      cleanDescriptors: "true",
      cleanStructuredContent: "true",
      cleanGraphics: "true",
      retainSafePrivate: "true",
    },
  },
  {
    title: "Delivery",
    text: "[delivery.md](delivery.md) describes the targets and what happens when one fails.",
    examples: {
      deliverTo: "dicomweb+https://pacs.example.org/dicom-web",
      pack: "zip",
      deliverCredentials: "/etc/dicom-intake/credentials",
      deliveryTimeout: "2m",
      deliveriesPerTarget: "4",
      maxUndelivered: "200GB",
    },
  },
  {
    title: "Web page",
    text: "[web.md](web.md) describes the page, its accounts and the API.",
    examples: {
      webListen: "0.0.0.0:8480",
      webUsers: "/etc/dicom-intake/web-users",
      webCert: "/etc/dicom-intake/web.crt",
      webKey: "/etc/dicom-intake/web.key",
    },
  },
  {
    title: "Log",
    text: "The log goes to standard error; [log.md](log.md) describes its lines. Log lines name " +
      "a Batch by its code (`B-…`), never by the name of its folder.",
    examples: { log: "json", logLevel: "debug" },
  },
];
