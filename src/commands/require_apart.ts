import { resolve } from "node:path";
import { targetDirectories } from "../deliver/open_destinations.ts";
import { IntakeError } from "../errors.ts";
import { isWithin } from "../folder/is_within.ts";
import type { Settings } from "../settings.ts";

type Directories = Pick<Settings, "outputBase" | "stateDir" | "quarantine" | "deliverTo">;

/**
 * Checks that inboxes and outputs do not contain each other. Folders in an inbox become Batches: an
 * output in an inbox would be imported again forever, and an inbox inside another one would be
 * imported and disposed of as one of its folders. Two outputs in one directory would overwrite each
 * other. Throws IntakeError SETTINGS.
 */
export function requireApart(bases: readonly string[], settings: Directories): void {
  for (const base of bases) {
    const outer = bases.find((other) => other !== base && isWithin(base, other));
    if (outer !== undefined) throw overlapping("the inbox", base, `the inbox ${outer}`);
  }
  const targets = targetDirectories(settings.deliverTo);
  const written = [
    ["OUTPUT_BASE", settings.outputBase],
    ["STATE_DIR", settings.stateDir],
    ...(settings.quarantine ? [["QUARANTINE", settings.quarantine]] : []),
    ...targets.map((directory) => ["DELIVER_TO", directory]),
  ] as const;
  for (const [variable = "", place = ""] of written) {
    const base = bases.find((base) => isWithin(resolve(place), base));
    if (base !== undefined) throw overlapping(variable, place, `the inbox ${base}`);
  }
  const output = resolve(settings.outputBase);
  const inOutput = targets.find((directory) => isWithin(directory, output));
  if (inOutput !== undefined) throw overlapping("DELIVER_TO", inOutput, `OUTPUT_BASE ${output}`);
}

function overlapping(variable: string, place: string, where: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `${variable} ${resolve(place)} is inside ${where}`,
    "use separate directories",
  );
}
