import { z } from "zod";
import { optionsOf } from "../src/cli/command_line.ts";
import { type SettingName, settingsSchema } from "../src/cli/settings.ts";
import { optionNames } from "../src/deidentify/profile/options.ts";

/**
 * Writes docs/settings.md from the schema in src/cli/settings.ts and the groups and examples below.
 *
 *     deno run --allow-read --allow-write=docs scripts/make_settings_document.ts && deno fmt docs/
 */

/** Settings that are described together, in the order of the document, each with an example. */
interface Group {
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
    title: "Finding folders",
    text: "Every twentieth scan also looks for changes in folders that were already processed. " +
      "[The finished rule](../README.md#the-finished-rule) explains `SETTLE`.",
    examples: { scanEvery: "1m", settle: "10" },
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
    },
  },
  {
    title: "De-identification",
    text:
      "These are the options of the confidentiality profile (PS3.15 E.3). As a flag, an option has no " +
      "value: `--retain-uids` switches it on, `--no-retain-uids` switches it off. The options " +
      "in effect are written into every output (CID 7050). `PROFILE` switches on a set of " +
      "options; an option that is set by itself has priority. " +
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
      deliveryPatience: "1h",
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

/** Defaults that depend on the machine or on other settings, and are not in the schema. */
const otherDefaults: Readonly<Partial<Record<SettingName, string>>> = {
  workers: "number of processors",
  deidKeyFile: "`STATE_DIR/deid.key`",
  ...Object.fromEntries(optionNames.map((name) => [name, "by `PROFILE`"])),
  databaseUrl: "a private server",
  pgBin: "the bundled programs",
};

const options = optionsOf(settingsSchema.shape);
const variables = new RegExp(`\\b(${options.map(({ meta }) => meta.env).join("|")})\\b`, "g");
/** Parts of a description that are set as code: addresses, paths, lines and kinds of files. */
const code = new RegExp(
  [
    String.raw`(?:file|s3|dimse|dicomweb\+https):\/\/[\w@:/]*`,
    String.raw`\/data\/1_\{0\.\.7\}`,
    String.raw`DATA_BASE\/<name>`,
    String.raw`\bhost (?:basic|bearer|s3) [\w:]+`,
    String.raw`\.archive\b|\btar\.gz|\bzip\b|\bweb-user\b|\b0600\b`,
  ].join("|"),
  "g",
);

/** The text of docs/settings.md, before it is formatted. */
export function settingsDocument(): string {
  return `# Settings

<!-- Generated by scripts/make_settings_document.ts from src/cli/settings.ts. Do not edit. -->

A setting is an environment variable or a flag. A flag overrides the variable, and the variable
overrides the default. The flag is the variable's name in lower case with hyphens:
\`SCAN_EVERY=60\` is \`--scan-every 60\`. \`--help\` of a command lists the settings that the command
uses. All invalid settings are reported together when a command starts.

Times are in seconds if no unit is given; \`90s\`, \`5m\`, \`1h\` and \`2d\` are understood too. Sizes are
in bytes if no unit is given; \`500MB\` and \`2GB\` use decimal units. A directory or file can be given
as an absolute path, or relative to the current directory.

Some settings decide which data leave the program, where they are sent and what happens to source folders.
All processes on one database must agree on them: see
[One set of settings](reliability.md#one-set-of-settings).

${groups.map(section).join("\n")}`;
}

function section({ title, text, examples }: Group): string {
  const rows = Object.keys(examples).map((key) => row(key as SettingName, examples));
  return `## ${title}

${text}

| setting | meaning | default | unit or values | example |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function row(name: SettingName, examples: Group["examples"]): string {
  const option = options.find(({ key }) => key === name);
  if (!option) throw new TypeError(`${name} is not a setting`);
  const { meta } = option;
  const defaultFlag = meta.env.toLowerCase().replaceAll("_", "-");
  const flag = meta.flag === defaultFlag ? "" : ` (flag \`--${meta.flag}\`)`;
  return `| \`${meta.env}\`${flag} | ${meaning(meta.help)} | ${defaultOf(name)} | ${
    unit(name)
  } | ` +
    `\`${meta.env}=${examples[name]}\` |`;
}

function meaning(help: string): string {
  const text = help.replace(/ \(default: .*?\)$/, "")
    .replace(code, "`$&`")
    .replace(variables, (word, _name, at: number, whole: string) => {
      const before = whole.slice(0, at);
      return before.split("`").length % 2 === 0 ? word : `\`${word}\``;
    });
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function defaultOf(name: SettingName): string {
  const words = otherDefaults[name];
  if (words !== undefined) return words;
  const result = settingsSchema.shape[name].safeParse(undefined);
  if (!result.success || result.data === undefined) return "";
  const { data } = result;
  return `\`${unit(name) === "size" && typeof data === "number" ? `${data / 1e9}GB` : data}\``;
}

function unit(name: SettingName): string {
  const inner = withoutDefault(settingsSchema.shape[name]);
  if (inner instanceof z.ZodEnum) return inner.options.map((value) => `\`${value}\``).join(", ");
  const value = options.find(({ key }) => key === name)?.meta.value;
  if (value === undefined) return "`true`, `false`";
  return units[value] ?? value;
}

const units: Readonly<Record<string, string>> = {
  dir: "directory",
  dirs: "directories",
  n: "number",
  url: "address",
  urls: "addresses",
};

function withoutDefault(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? withoutDefault(schema.unwrap() as z.ZodType)
    : schema;
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("../docs/settings.md", import.meta.url), settingsDocument());
}
