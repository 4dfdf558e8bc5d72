import { removeFolder } from "../deliver/staged_folder.ts";
import type { News } from "../log.ts";
import { classifyFault, traceOf } from "./classify_fault.ts";
import type { Job, JobPorts } from "./process_batch.ts";

/** How long a Batch waits that was given back for want of room or of a database, in seconds. */
const waitForSurroundings = 10;

/**
 * Ends a job that cannot go on, and says what became of its Batch: given back (stopped, no
 * room, no database), left to its new holder (lease lost), or ERROR. What it staged is removed.
 */
export async function endFaulty(
  error: unknown,
  job: Job,
  ports: JobPorts,
  staged: string,
  stage: string,
): Promise<News> {
  const fault = classifyFault(error);
  const news = {
    batch: job.code,
    stage,
    code: fault.code,
    reason: fault.message,
    hint: fault.hint,
  };
  try {
    removeFolder(staged);
    switch (fault.code) {
      case "LEASE_LOST":
        return { event: "batch.lost", level: "warn", ...news };
      case "STOPPED":
        await ports.release(job, 0);
        return { event: "batch.released", level: "info", ...news };
      case "OUTPUT_UNWRITABLE":
      case "DATABASE_UNREACHABLE":
        await ports.release(job, waitForSurroundings);
        return { event: "batch.released", level: "warn", ...news };
      default:
        await ports.fail(job, { stage, code: fault.code, reason: fault.message });
        return { event: "batch.error", level: "error", status: "ERROR", ...news, ...trace(fault) };
    }
  } catch {
    // the database or the disk is away: the lease runs out, and the Batch is claimed again
    return { event: "batch.abandoned", level: "warn", ...news };
  }
}

function trace(fault: Error): { trace?: string } {
  const frames = traceOf(fault);
  return frames ? { trace: frames } : {};
}
