import type { Demand } from "../database/admit_batch.ts";
import { totalBytes } from "../deliver/free_bytes.ts";
import { IntakeError } from "../errors.ts";
import type { Intake } from "./intake.ts";
import { shareForState } from "./full_directory.ts";

/**
 * Whether there would be room for a Batch if everything else were gone. A file system that does
 * not say how large it is may hold anything. Throws IntakeError TOO_LARGE.
 */
export async function requirePossible(
  { outputBase, state, settings: { minFree } }: Intake,
  demand: Demand,
): Promise<void> {
  const places = [
    ["OUTPUT_BASE", outputBase, demand.source, minFree],
    ["STATE_DIR", state.path, demand.state, minFree * shareForState],
  ] as const;
  for (const [variable, directory, needed, kept] of places) {
    const whole = await totalBytes(directory);
    if (whole > 0 && needed > whole - kept) throw tooLarge(variable, needed, whole - kept);
  }
}

function tooLarge(variable: string, needed: number, most: number): IntakeError {
  const bytes = Math.max(0, Math.floor(most));
  return new IntakeError(
    "TOO_LARGE",
    `it needs ${needed} bytes at ${variable}, whose disk has ${bytes} in all beside MIN_FREE`,
    "take out what does not belong into the folder, or give a larger disk, then retry",
  );
}
