import { z } from "zod";

/** How a setting is named outside: its environment variable, its flag, its line of help. */
export interface SettingMeta {
  readonly env: string;
  readonly flag: string;
  readonly help: string;
  /** Shown behind the flag in help: `--scan-every <seconds>`; absent for switches. */
  readonly value?: string;
  /** Never printed. */
  readonly secret?: boolean;
}

/** What each schema says about how its setting is named and explained. */
export const settingMeta = z.registry<SettingMeta>();

/** Registers a setting under its environment variable; the flag is named alike. */
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
