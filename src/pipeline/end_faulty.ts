import type { Stage } from "../model/batch.ts";
import { join } from "node:path";
import { DeliveryError } from "../deliver/destination.ts";
import { removeFolder } from "../deliver/staged_folder.ts";
import { readNotes } from "../deliver/processing_notes.ts";
import type { FaultCode, IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import type { IntakeEvent } from "../model/event.ts";
import { classifyFault } from "./classify_fault.ts";
import type { JobPorts } from "./process_batch.ts";
import type { Job } from "../model/claim.ts";
import { traceOf } from "./trace_of.ts";

/** How long a Batch waits that was given back for want of room, inbox or database, in seconds. */
const waitForSurroundings = 10;
/** How long a Batch that was DONE before waits for a target that is away, in seconds. */
const waitForTarget = 30;
/** Ends of a thread; the files it was processing are tried again apart from others. */
const threadFaults: ReadonlySet<FaultCode> = new Set<FaultCode>(["WORKER_DIED", "THREAD_STALLED"]);
/** And one over which a thread has stalled: others get their turn first. */
const waitForThread = 60;

/**
 * Ends a job that cannot go on, and says what became of its Batch: given back (stopped, no
 * room, no database), left to its new holder (lease lost), or ERROR. What it staged is removed.
 */
export async function endFaulty(
  error: unknown,
  job: Job,
  ports: JobPorts,
  staged: string,
  stage: Stage,
): Promise<IntakeEvent> {
  const fault = classifyFault(error);
  const news = {
    batch: job.code,
    stage,
    code: fault.code,
    reason: fault.message,
    hint: fault.hint,
  };
  try {
    const suspects = threadFaults.has(fault.code) ? readNotes(staged).files : [];
    removeFolder(staged);
    if (suspects.length > 0) await ports.suspect(job, suspects);
    const wait = suspects.length > 0 ? 0 : waitOf(fault, job);
    if (fault.code === "LEASE_LOST" || !await toldDatabase(fault, job, ports, stage, wait)) {
      await ports.refundAttempt(job);
      return { name: "lease.lost", level: "warn", ...news };
    }
    if (wait === undefined) {
      return { name: "batch.failed", level: "error", status: "ERROR", ...news, ...trace(fault) };
    }
    return { name: "batch.released", level: wait === 0 ? "info" : "warn", ...news };
  } catch {
    // the database or the disk is away: the lease runs out, and the Batch is claimed again
    return { name: "batch.abandoned", level: "warn", ...news };
  }
}

/** Gives the Batch back or ends it; returns whether it was still this job's. */
async function toldDatabase(
  fault: IntakeError,
  job: Job,
  ports: JobPorts,
  stage: Stage,
  wait: number | undefined,
): Promise<boolean> {
  if (wait !== undefined) return await ports.release(job, wait);
  const { code, message: reason } = fault;
  const sourceGone = code === "FOLDER_GONE" && exists(join(ports.outputBase, job.code));
  return await ports.fail(job, { stage, code, reason, sourceGone });
}

/** How long the Batch waits that is given back, in seconds; undefined for one that has failed. */
function waitOf(fault: IntakeError, job: Job): number | undefined {
  const { code } = fault;
  // what was delivered once is no error while its target is away
  if (job.wasDone && isTargetAway(fault)) return waitForTarget;
  if (code === "STOPPED" || code === "STUDY_SHARED") return 0;
  if (code === "THREAD_STALLED") return waitForThread;
  const surroundings = [
    ...["OUTPUT_UNWRITABLE", "SOURCE_AWAY", "OUT_OF_RESOURCES", "DATABASE_UNREACHABLE"],
  ];
  return surroundings.includes(code) ? waitForSurroundings : undefined;
}

/** Every target that did not take the Batch is away: none has refused it. */
function isTargetAway({ code, cause }: IntakeError): boolean {
  return code === "DELIVERY_FAILED" && cause instanceof DeliveryError && !cause.isFinal;
}

function trace(fault: Error): { trace?: string } {
  const frames = traceOf(fault);
  return frames ? { trace: frames } : {};
}
