import { optionsOf } from "../command_line.ts";
import { type Settings, settingsSchema } from "../settings.ts";
import type { ShownSetting } from "../web/ports.ts";
import { withChosenOptions } from "./chosen_options.ts";

const masked = "••••••";

/**
 * The settings in effect and their sources, as the web page shows them; secrets are masked. Throws
 * IntakeError SETTINGS if the preset of PROFILE cannot be read.
 */
export function shownSettings(
  settings: Partial<Settings>,
  givenAsFlag: ReadonlySet<string>,
  env: (name: string) => string | undefined,
): ShownSetting[] {
  const values: Readonly<Record<string, unknown>> = settings.profile === undefined
    ? settings
    : withChosenOptions({ ...settings, profile: settings.profile });
  return optionsOf(settingsSchema.shape).flatMap(({ key, meta }) => {
    if (!(key in values)) return [];
    const value = values[key];
    const text = value === undefined ? "" : String(value);
    return [{
      variable: meta.env,
      value: meta.secret && text !== "" ? masked : text,
      from: givenAsFlag.has(key) ? "flag" : env(meta.env) ? "environment" : "default",
      help: meta.help,
    }];
  });
}
