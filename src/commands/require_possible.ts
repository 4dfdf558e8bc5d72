import type { Demand } from "../database/admit_batch.ts";
import { totalBytes } from "../deliver/free_bytes.ts";
import { IntakeError } from "../errors.ts";
import type { Intake } from "./intake.ts";
import { shareForState } from "./full_directory.ts";

/**
 * Checks that a Batch fits on the otherwise empty file systems. A file system of unknown size passes.
 * Throws IntakeError TOO_LARGE.
 */
export async function requirePossible(
  { outputBase, state, settings: { minFree } }: Intake,
  demand: Demand,
): Promise<void> {
  const directories = [
    ["OUTPUT_BASE", outputBase, demand.source, minFree],
    ["STATE_DIR", state.path, demand.state, minFree * shareForState],
  ] as const;
  for (const [variable, directory, needed, kept] of directories) {
    const total = await totalBytes(directory);
    if (total > 0 && needed > total - kept) throw tooLarge(variable, needed, total - kept);
  }
}

function tooLarge(variable: string, needed: number, available: number): IntakeError {
  const bytes = Math.max(0, Math.floor(available));
  return new IntakeError(
    "TOO_LARGE",
    `the Batch needs ${needed} bytes at ${variable}; its disk has ${bytes} in total, without MIN_FREE`,
    "remove files that do not belong in the folder, or use a larger disk, then retry",
  );
}
