import type { SettingMeta } from "./setting_meta.ts";

const timeUnits = [["d", 86_400], ["h", 3600], ["min", 60]] as const;
const sizeUnits = [["TB", 1e12], ["GB", 1e9], ["MB", 1e6], ["kB", 1e3]] as const;

/** The value of a setting for people: sizes and times have units; secrets are not handled here. */
export function readableValue(value: unknown, { value: kind }: SettingMeta): string {
  if (value === undefined) return "";
  if (typeof value !== "number") return String(value);
  if (kind === "size") return inUnits(value, sizeUnits, "B");
  return kind === "seconds" ? inUnits(value, timeUnits, "s") : String(value);
}

/** In the largest unit that gives a number without decimals, or else in the smallest one. */
function inUnits(
  value: number,
  units: readonly (readonly [unit: string, amount: number])[],
  smallest: string,
): string {
  const [unit, amount] = units.find(([, each]) => value >= each && value % each === 0) ??
    [smallest, 1];
  return `${value / amount} ${unit}`;
}
