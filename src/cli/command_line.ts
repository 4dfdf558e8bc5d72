import { closest, distance } from "fastest-levenshtein";
import { parseArgs } from "node:util";
import { z } from "zod";
import { IntakeError } from "../model/errors.ts";
import { type SettingMeta, settingMeta } from "./setting_meta.ts";
import { type SettingName, settingsSchema } from "./settings.ts";
import { shownCommand } from "../system/shown_command.ts";

/** The settings, flags and operands of a command line, validated. */
export interface CommandLine<S, F> {
  readonly settings: S;
  readonly flags: F;
  readonly operands: readonly string[];
  /** The names of the settings that were given as flags. */
  readonly givenAsFlag: ReadonlySet<string>;
}

interface Option {
  readonly key: string;
  readonly meta: SettingMeta;
  readonly schema: z.ZodType;
}

/** The options of an object schema, in order. */
export function optionsOf(shape: z.ZodRawShape, keys = Object.keys(shape)): Option[] {
  return keys.map((key) => {
    const schema = shape[key] as z.ZodType;
    const meta = settingMeta.get(schema);
    if (!meta) throw new TypeError(`${key} is not registered as a setting`);
    return { key, schema, meta };
  });
}

/**
 * Validates the arguments and environment of a command. A flag of the command hides that of a
 * setting with the same name, which is then a variable only. Throws one IntakeError, USAGE or
 * SETTINGS; the latter names all invalid values.
 */
export function readCommandLine<F extends z.ZodRawShape, K extends SettingName>(
  args: readonly string[],
  env: (name: string) => string | undefined,
  command: { name: string; settings: readonly K[]; flags: F; operands?: string },
): CommandLine<Pick<z.infer<typeof settingsSchema>, K>, z.infer<z.ZodObject<F>>> {
  const settings = optionsOf(settingsSchema.shape, [...command.settings]);
  const flags = optionsOf(command.flags);
  const { values, positionals } = parse(args, [...settings, ...flags], command.name);
  if (positionals.length > 0 && !command.operands) {
    throw usage(`${command.name} takes no argument "${positionals[0]}"`, command.name);
  }
  refuseSecrets(settings, values);
  const isOwn = (option: Option): boolean =>
    flags.some(({ meta }) => meta.flag === option.meta.flag);
  const given = {
    settings: check(
      settings,
      (o) => (isOwn(o) ? undefined : values[o.meta.flag]) ?? (env(o.meta.env) || undefined),
    ),
    flags: check(flags, (o) => values[o.meta.flag]),
  };
  const problems = [...given.settings.problems, ...given.flags.problems];
  if (problems.length > 0) {
    throw new IntakeError(
      "SETTINGS",
      problems.join("; "),
      `see ${shownCommand(command.name)} --help`,
    );
  }
  return {
    settings: given.settings.values as Pick<z.infer<typeof settingsSchema>, K>,
    flags: given.flags.values as z.infer<z.ZodObject<F>>,
    operands: positionals,
    givenAsFlag: new Set(
      settings.filter((o) => o.meta.flag in values && !isOwn(o)).map((o) => o.key),
    ),
  };
}

function parse(args: readonly string[], options: readonly Option[], command: string) {
  const known = Object.fromEntries(
    options.map((o) => [o.meta.flag, { type: o.meta.value ? "string" : "boolean" } as const]),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    allowNegative: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = known[token.name] ?? negated(options, token.name);
    if (!option) throw usage(unknownFlag(token.rawName, Object.keys(known)), command);
    if (option.type === "string" && (token.value === undefined || token.value.startsWith("--"))) {
      throw usage(`--${token.name} needs a value`, command);
    }
    if (option.type === "boolean" && token.value !== undefined) {
      throw usage(`--${token.name} takes no value`, command);
    }
  }
  return { values, positionals };
}

/**
 * The switch that `--no-name` turns off. Only settings have one: flags of a command are off by
 * default.
 */
function negated(options: readonly Option[], name: string): { type: "boolean" } | undefined {
  const option = options.find(({ meta }) => name === `no-${meta.flag}`);
  return option && option.meta.env && !option.meta.value ? { type: "boolean" } : undefined;
}

function check(
  options: readonly Option[],
  raw: (option: Option) => unknown,
): { values: Record<string, unknown>; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const option of options) {
    const result = z.safeParse(option.schema, raw(option));
    if (result.success) values[option.key] = result.data;
    else problems.push(`${named(option)} ${result.error.issues[0]?.message ?? "is not valid"}`);
  }
  return { values, problems };
}

/** Every user of a machine can read the arguments of its processes. */
function refuseSecrets(
  options: readonly Option[],
  values: Readonly<Record<string, unknown>>,
): void {
  for (const { meta } of options) {
    const value = values[meta.flag];
    if (!meta.secret || !/:\/\/[^/]*:[^/]*@|[?&]password=/i.test(String(value))) continue;
    throw new IntakeError(
      "SETTINGS",
      `--${meta.flag} contains a password, which every user of this machine can see in the ` +
        "process list",
      `set the environment variable ${meta.env} instead`,
    );
  }
}

function named({ meta }: Option): string {
  return meta.env ? `${meta.env} (--${meta.flag})` : `--${meta.flag}`;
}

function unknownFlag(flag: string, known: readonly string[]): string {
  const name = flag.replace(/^-+/, "");
  const near = closest(name, known);
  return `unknown flag ${flag}${distance(name, near) <= 2 ? `, did you mean --${near}?` : ""}`;
}

function usage(message: string, command: string): IntakeError {
  return new IntakeError("USAGE", message, `see ${shownCommand(command)} --help`);
}
