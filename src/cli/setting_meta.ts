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

const secondsPerUnit: Record<string, number> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };
const bytesPerUnit: Record<string, number> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
};

function quantity(text: string, units: Record<string, number>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = units[(match?.[2] ?? "?").toLowerCase()];
  return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}

function quantitySchema(units: Record<string, number>, message: string) {
  return z.union([z.number().nonnegative(), z.string()], message).transform((value, context) => {
    const amount = typeof value === "number" ? value : quantity(value, units);
    if (amount !== undefined) return amount;
    context.issues.push({ code: "custom", message, input: value });
    return z.NEVER;
  });
}

/** A duration in seconds: `2`, `90s`, `5m`, `1h`. */
export const seconds = quantitySchema(secondsPerUnit, "is not a duration such as 2, 90s or 5m");

/** An amount of storage in bytes: `500000`, `500MB`, `2GB` (decimal units). */
export const bytes = quantitySchema(bytesPerUnit, "is not a size such as 500MB or 2GB");
