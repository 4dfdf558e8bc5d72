import type { z } from "zod";
import { IntakeError } from "../model/errors.ts";
import { openWithoutWaiting, type ReadableFile } from "../system/readable_file.ts";
import { type CommandLine, readCommandLine } from "./command_line.ts";
import { commandHelp, type Described, type Example } from "./help.ts";
import { settingMeta } from "./setting_meta.ts";
import type { SettingName, Settings } from "./settings.ts";
import { shownCommand } from "../system/shown_command.ts";

/** The process around a command: its environment variables, streams and exits. */
export interface Environment {
  readonly env: (name: string) => string | undefined;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly isTerminal: boolean;
  /** Ends the process immediately. */
  readonly exitNow: () => void;
  /** Starts the same command in the background; its output is appended to a file. */
  readonly relaunch: (logFile: string) => Deno.ChildProcess;
}

/** A command of the command line. */
export interface Command extends Described {
  /** Returns the exit code. Throws IntakeError. */
  execute(args: readonly string[], environment: Environment): Promise<number>;
}

interface Definition<F extends z.ZodRawShape, K extends SettingName> {
  readonly name: string;
  readonly summary: string;
  /** The operands as help shows them: `<file>`; absent if the command takes none. */
  readonly operands?: string;
  readonly examples: readonly Example[];
  readonly settings: readonly K[];
  /** The settings in help, if some of `settings` change nothing but what a page shows. */
  readonly ownSettings?: readonly K[];
  readonly flags: F;
  readonly run: (
    line: CommandLine<Pick<Settings, K>, z.infer<z.ZodObject<F>>>,
    environment: Environment,
  ) => Promise<number>;
}

/** Defines a command by its flags, its settings and its function. */
export function defineCommand<F extends z.ZodRawShape, K extends SettingName>(
  definition: Definition<F, K>,
): Command {
  const described: Described = {
    ...definition,
    settings: definition.ownSettings ?? definition.settings,
  };
  return {
    ...described,
    async execute(args, environment): Promise<number> {
      if (args.includes("--help") || args.includes("-h")) {
        environment.stdout(commandHelp(described));
        return 0;
      }
      const line = readCommandLine(args, environment.env, definition);
      return await definition.run(line, environment);
    },
  };
}

/** Registers a flag of one command. */
export function flag<T extends z.ZodType>(
  schema: T,
  name: string,
  help: string,
  value?: string,
): T {
  settingMeta.add(schema, { env: "", flag: name, help, ...(value ? { value } : {}) });
  return schema;
}

/** The single operand of a command. Throws IntakeError USAGE. */
export function sourceOperand(operands: readonly string[], command: string): string {
  const [path, ...more] = operands;
  if (path && more.length === 0) return path;
  throw new IntakeError(
    "USAGE",
    `${command} requires exactly one argument`,
    `see ${shownCommand(command)} --help`,
  );
}

/**
 * Opens a file named on the command line. Follows links, and does not wait for the writer of a
 * pipe. Throws IntakeError USAGE.
 */
export function openOperand(path: string): ReadableFile {
  return openable(path, () => openWithoutWaiting(Deno.realPathSync(path)));
}

/** Runs `read`, which reads a path of the command line. Throws IntakeError USAGE if it fails. */
export function openable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !(error.name in Deno.errors)) throw error;
    throw new IntakeError(
      "USAGE",
      `${path} cannot be read (${error.name})`,
      "use an existing file or folder that this user may read",
      { cause: error },
    );
  }
}
