import type { z } from "zod";
import { type CommandLine, optionsOf, readCommandLine } from "../command_line.ts";
import { settingMeta } from "../setting_meta.ts";
import { type SettingName, type Settings, settingsSchema } from "../settings.ts";

/** What a command may touch of its surroundings, besides what its settings name. */
export interface Surroundings {
  readonly env: (name: string) => string | undefined;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly isTerminal: boolean;
  /** Ends the process at once, as one that failed. */
  readonly giveUp: () => void;
  /** Starts the same command in the background, its output appended to a file. */
  readonly relaunch: (logFile: string) => Deno.ChildProcess;
}

/** A command as `main.ts` sees it. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  help(): string;
  /** Returns the exit code. Throws IntakeError. */
  execute(args: readonly string[], surroundings: Surroundings): Promise<number>;
}

interface Definition<F extends z.ZodRawShape, K extends SettingName> {
  readonly name: string;
  readonly summary: string;
  /** What may follow the flags, as help shows it: `<uid…>`; absent when nothing may. */
  readonly words?: string;
  readonly settings: readonly K[];
  readonly flags: F;
  readonly run: (
    line: CommandLine<Pick<Settings, K>, z.infer<z.ZodObject<F>>>,
    surroundings: Surroundings,
  ) => Promise<number>;
}

/** Makes a command out of its flags, the settings it uses, and what it does. */
export function defineCommand<F extends z.ZodRawShape, K extends SettingName>(
  definition: Definition<F, K>,
): Command {
  const { name, summary } = definition;
  return {
    name,
    summary,
    help: () => helpOf(definition),
    async execute(args, surroundings): Promise<number> {
      if (args.includes("--help") || args.includes("-h")) {
        surroundings.stdout(helpOf(definition));
        return 0;
      }
      const line = readCommandLine(args, surroundings.env, definition);
      return await definition.run(line, surroundings);
    },
  };
}

/** Registers a flag that only one command has. */
export function flag<T extends z.ZodType>(
  schema: T,
  name: string,
  help: string,
  value?: string,
): T {
  settingMeta.add(schema, { env: "", flag: name, help, ...(value ? { value } : {}) });
  return schema;
}

function helpOf<F extends z.ZodRawShape, K extends SettingName>(
  { name, summary, words, settings, flags }: Definition<F, K>,
): string {
  const own = optionsOf(flags).map((option) => optionLines(option));
  const shared = optionsOf(settingsSchema.shape, [...settings]).map((option) =>
    optionLines(option)
  );
  const usage = `dicom-intake ${name} [flags]${words ? ` ${words}` : ""}`;
  const parts = [`${summary}\n`, `Usage: ${usage}\n`];
  if (own.length > 0) parts.push("Flags", ...own, "");
  if (shared.length > 0) parts.push("Settings (flag, or environment variable)", ...shared, "");
  return parts.join("\n");
}

function optionLines({ meta, schema }: ReturnType<typeof optionsOf>[number]): string {
  const usual = schema.safeParse(undefined);
  const value = usual.success ? usual.data : undefined;
  const shown = value === undefined || value === false ? "" : ` [${String(value)}]`;
  const head = `--${meta.flag}${meta.value ? ` <${meta.value}>` : ""}`;
  const env = meta.env ? `  ${meta.env}` : "";
  return `  ${head.padEnd(34)}${env}\n      ${meta.help}${shown}`;
}
