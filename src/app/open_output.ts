import { resolve } from "node:path";
import type { IntakeSettings } from "../cli/intake_settings.ts";
import { quarantineOf, reviewPolicyOf } from "../cli/screening_settings.ts";
import { outputUnwritable } from "../system/system_code.ts";

/**
 * The directory of originals that are held back, which only this user may read. It is created if
 * the settings need it. Throws IntakeError OUTPUT_UNWRITABLE.
 */
export function openQuarantine(settings: IntakeSettings): string {
  const path = quarantineOf(settings);
  if (!settings.quarantine && !reviewPolicyOf(settings)) return path;
  openOutput("QUARANTINE", path, 0o700);
  if (!reviewPolicyOf(settings) || Deno.build.os === "windows") return path;
  try {
    Deno.chmodSync(path, 0o700);
    return path;
  } catch (error) {
    throw outputUnwritable(error, {
      place: `QUARANTINE ${path}`,
      problem: "cannot be closed to other users",
      hint: "choose a directory that this user owns",
    });
  }
}

/** Creates a directory of the settings. Throws IntakeError OUTPUT_UNWRITABLE. */
export function openOutput(variable: string, directory: string, mode: number): string {
  const path = resolve(directory);
  try {
    Deno.mkdirSync(path, { recursive: true, mode });
    return path;
  } catch (error) {
    throw outputUnwritable(error, {
      place: `${variable} ${path}`,
      problem: "cannot be created",
      hint: "choose a directory that this user may write to",
    });
  }
}
