import { freeBytes } from "../deliver/free_bytes.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { Intake } from "./intake.ts";

/** STATE_DIR needs this share of MIN_FREE: rows and the write-ahead log are small beside images. */
export const shareForState = 0.1;

/** A directory of the settings that has too little free space. */
interface FullDirectory {
  /** The setting that names it. */
  readonly variable: string;
  readonly directory: string;
  readonly freeBytes: number;
}

/**
 * Returns the first directory with too little free space for another Batch: the output and the
 * quarantine need MIN_FREE, STATE_DIR a tenth of it. Throws IntakeError OUTPUT_UNWRITABLE if a
 * directory is missing.
 */
export async function fullDirectory(
  { outputBase, settings, state }: Intake,
): Promise<FullDirectory | undefined> {
  const { minFree, quarantine } = settings;
  const directories: readonly (readonly [variable: string, directory: string, needed: number])[] = [
    ["OUTPUT_BASE", outputBase, minFree],
    ["STATE_DIR", state.path, minFree * shareForState],
    ...(quarantine ? [["QUARANTINE", quarantine, minFree] as const] : []),
  ];
  for (const [variable, directory, needed] of directories) {
    const bytes = await freeBytes(directory);
    if (bytes < needed) return { variable, directory, freeBytes: bytes };
  }
  return undefined;
}

export function claimsPaused({ variable, ...full }: FullDirectory): IntakeEvent {
  const hint = `free space at ${variable}; claims resume automatically`;
  return { name: "claims.paused", level: "warn", code: "MIN_FREE", ...full, hint };
}
