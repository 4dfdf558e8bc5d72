import { z } from "zod";

/** The environment variable, flag and help text of a setting. */
export interface SettingMeta {
  readonly env: string;
  readonly flag: string;
  readonly help: string;
  /** The placeholder after the flag in help: `--scan-every <seconds>`; absent for switches. */
  readonly value?: string;
  /** Never printed. */
  readonly secret?: boolean;
}

/** The names and the help text of each schema. */
export const settingMeta = z.registry<SettingMeta>();

/** Registers a setting by its environment variable; DATA_BASE has the flag `--data-base`. */
export function setting<T extends z.ZodType>(
  schema: T,
  env: string,
  value: string,
  help: string,
  extra: Partial<SettingMeta> = {},
): T {
  const flag = env.toLowerCase().replaceAll("_", "-");
  settingMeta.add(schema, { env, flag, help, value, ...extra });
  return schema;
}

/** A setting that is on or off: `--name`, `--no-name`, or `NAME=true`. */
export function switchSetting<T extends z.ZodType>(schema: T, env: string, help: string): T {
  const flag = env.toLowerCase().replaceAll("_", "-");
  settingMeta.add(schema, { env, flag, help });
  return schema;
}
