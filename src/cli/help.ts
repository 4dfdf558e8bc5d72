import type { z } from "zod";
import { optionsOf } from "./command_line.ts";
import { settingGroups } from "./setting_groups.ts";
import { type SettingName, settingsSchema } from "./settings.ts";
import { styled, type Terminal, terminalOf } from "./terminal.ts";
import { wrapText } from "./wrap_text.ts";
import { shownCommand } from "../system/shown_command.ts";

/** A command line without the name of the program, and what it does. */
export type Example = readonly [line: string, meaning: string];

/** What the help of a command describes. */
export interface Described {
  readonly name: string;
  readonly summary: string;
  readonly operands?: string;
  readonly examples: readonly Example[];
  readonly settings: readonly SettingName[];
  readonly flags: z.ZodRawShape;
}

/** The width of help in a file, a pipe or a wide terminal. */
const mostColumns = 100;
/** With fewer settings, help has no groups. */
const fewestGrouped = 12;
const indent = "  ";
const deepIndent = "      ";

/** The help of a command: usage, examples, and the flags and settings that it uses. */
export function commandHelp(described: Described, given = terminalOf()): string {
  const { name, summary, operands, examples, settings, flags } = described;
  const terminal = { ...given, columns: Math.min(given.columns, mostColumns) };
  const usage = `${shownCommand(name)} [flags]${operands ? ` ${operands}` : ""}`;
  const own = optionsOf(flags).map((option) => optionLines(option, terminal));
  return [
    wrapText(summary, terminal.columns),
    wrapText(`Usage: ${usage}`, terminal.columns, { next: deepIndent }),
    section("Examples", examples.map((each) => exampleLines(each, terminal)), terminal),
    section("Flags", own, terminal),
    ...settingSections(settings, new Set(optionsOf(flags).map(({ meta }) => meta.flag)), terminal),
  ].filter((part) => part !== "").join("\n");
}

function section(title: string, entries: readonly string[], terminal: Terminal): string {
  if (entries.length === 0) return "";
  return wrapText(title, terminal.columns).trimEnd().split("\n")
    .map((line) => `${styled(line, "bold", terminal)}\n`).join("") + entries.join("");
}

function exampleLines([line, meaning]: Example, { columns }: Terminal): string {
  return wrapText(shownCommand(line), columns, { first: indent, next: `${indent}${indent}` }) +
    wrapText(meaning, columns, { first: deepIndent });
}

/** `own` are the flags of the command: a setting with such a flag is a variable only. */
function settingSections(
  settings: readonly SettingName[],
  own: ReadonlySet<string>,
  terminal: Terminal,
): string[] {
  const lines = (names: readonly SettingName[]): string[] =>
    optionsOf(settingsSchema.shape, [...names]).map((option) =>
      optionLines(option, terminal, own.has(option.meta.flag))
    );
  const title = "Settings (flag or environment variable)";
  if (settings.length < fewestGrouped) return [section(title, lines(settings), terminal)];
  const groups = settingGroups.map(({ title, names }) => {
    const used = names.filter((name) => settings.includes(name));
    return section(`Settings: ${title}`, lines(used), terminal);
  });
  return [
    wrapText("Each setting is a flag or an environment variable.", terminal.columns),
    ...groups,
  ];
}

const flagColumns = 34;

function optionLines(
  { meta, schema }: ReturnType<typeof optionsOf>[number],
  { columns }: Terminal,
  isVariableOnly = false,
): string {
  const head = `${indent}--${meta.flag}${meta.value ? ` <${meta.value}>` : ""}`;
  const aligned = head.padEnd(indent.length + flagColumns);
  const names = isVariableOnly
    ? `${indent}${meta.env}\n`
    : !meta.env
    ? `${head}\n`
    : aligned.length + 2 + meta.env.length <= columns
    ? `${aligned}  ${meta.env}\n`
    : head.length + 2 + meta.env.length <= columns
    ? `${head}  ${meta.env}\n`
    : `${head}\n${deepIndent}${meta.env}\n`;
  return names + wrapText(meta.help + shownDefault(schema, meta.value), columns, {
    first: deepIndent,
  });
}

/** The default in brackets; sizes in GB. */
function shownDefault(schema: z.ZodType, kind: string | undefined): string {
  const { success, data } = schema.safeParse(undefined);
  if (!success || data === undefined || data === false || data === "") return "";
  return ` [${kind === "size" && typeof data === "number" ? `${data / 1e9}GB` : String(data)}]`;
}

interface CommandGroup {
  readonly title: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
}

/** The list of all commands. */
export function programHelp(groups: readonly CommandGroup[], given = terminalOf()): string {
  const terminal = { ...given, columns: Math.min(given.columns, mostColumns) };
  const { columns } = terminal;
  const width = Math.max(
    ...groups.flatMap(({ commands }) => commands.map((one) => one.name.length)),
  );
  const parts = groups.map(({ title, commands }) =>
    section(
      title,
      commands.map(({ name, summary }) => {
        const first = `${indent}${name.padEnd(width + 2)}`;
        return wrapText(summary, columns, { first, next: " ".repeat(first.length) });
      }),
      terminal,
    )
  );
  const what = "dicom-intake catalogues, de-identifies and delivers folders of DICOM images.";
  const more = `For examples, flags and settings: ${shownCommand("<command> --help")}`;
  return [wrapText(what, columns), ...parts, wrapText(more, columns)].join("\n");
}
