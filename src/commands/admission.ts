import { admitBatch, type Room } from "../database/admit_batch.ts";
import { freeBytes } from "../deliver/free_bytes.ts";
import type { JobPorts } from "../pipeline/process_batch.ts";
import type { Intake } from "./intake.ts";
import { shareForState } from "./full_directory.ts";
import { requirePossible } from "./require_possible.ts";

/** A row, its line in the spool, and PostgreSQL's log of changes, for one file. */
const stateBytesPerFile = 16 << 10;

/** The room there is for Batches, over what MIN_FREE keeps free. */
export async function roomOf({ outputBase, settings, state }: Intake): Promise<Room> {
  const { minFree, maxInFlight: inFlight } = settings;
  return {
    output: await freeBytes(outputBase) - minFree,
    state: await freeBytes(state.path) - minFree * shareForState,
    inFlight,
  };
}

/**
 * Admits Batches by what they take: at the output as much as their source has. Throws IntakeError
 * TOO_LARGE for what can never fit.
 */
export function admission(intake: Intake): JobPorts["admit"] {
  return async (job, { bytes: source, files }) => {
    const demand = { source, state: files * stateBytesPerFile };
    await requirePossible(intake, demand);
    return await admitBatch(intake.database.sql, job, demand, await roomOf(intake));
  };
}
