import { freeBytes } from "../deliver/free_bytes.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { Intake } from "./intake.ts";

/** Rows of large jobs and the private server's log of changes are small beside images. */
export const shareForState = 0.1;

/**
 * The first place that is too full for another Batch: the output and the quarantine need
 * MIN_FREE, STATE_DIR a tenth of it. Undefined when there is room. Throws IntakeError
 * OUTPUT_UNWRITABLE when a place is gone.
 */
export async function noRoom(
  { outputBase, settings, state }: Intake,
): Promise<IntakeEvent | undefined> {
  const { minFree, quarantine } = settings;
  const places: readonly (readonly [variable: string, directory: string, needed: number])[] = [
    ["OUTPUT_BASE", outputBase, minFree],
    ["STATE_DIR", state.path, minFree * shareForState],
    ...(quarantine ? [["QUARANTINE", quarantine, minFree] as const] : []),
  ];
  for (const [variable, directory, needed] of places) {
    const bytes = await freeBytes(directory);
    if (bytes < needed) return paused(variable, directory, bytes);
  }
  return undefined;
}

function paused(variable: string, directory: string, bytes: number): IntakeEvent {
  return {
    name: "claims.paused",
    level: "warn",
    code: "MIN_FREE",
    directory,
    freeBytes: bytes,
    hint: `make room at ${variable}; claims go on by themselves`,
  };
}
