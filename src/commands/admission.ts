import { admitBatch, type Room } from "../database/admit_batch.ts";
import { freeBytes } from "../deliver/free_bytes.ts";
import type { AdmissionPorts } from "../pipeline/job_ports.ts";
import type { Intake } from "./intake.ts";
import { shareForState } from "./full_directory.ts";
import { requirePossible } from "./require_possible.ts";

/** One file needs a row, a line in the spool and space in the write-ahead log of PostgreSQL. */
const stateBytesPerFile = 16 << 10;

/** The free space for Batches: what exceeds MIN_FREE. */
export async function freeSpace({ outputBase, settings, state }: Intake): Promise<Room> {
  const { minFree, maxInFlight: inFlight } = settings;
  return {
    output: await freeBytes(outputBase) - minFree,
    state: await freeBytes(state.path) - minFree * shareForState,
    inFlight,
  };
}

/**
 * Admits Batches by the space they need; their output needs as much as their source. Throws
 * IntakeError TOO_LARGE for a Batch that can never fit.
 */
export function admission(intake: Intake): AdmissionPorts["admit"] {
  return async (job, { bytes: source, files }) => {
    const demand = { source, state: files * stateBytesPerFile };
    await requirePossible(intake, demand);
    return await admitBatch(intake.database.sql, job, demand, await freeSpace(intake));
  };
}
