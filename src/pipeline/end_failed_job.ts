import type { Job, Stage } from "../model/batch.ts";
import type { FaultCode, IntakeError } from "../model/errors.ts";
import type { IntakeEvent } from "../model/event.ts";
import { readNotes } from "../output/processing_notes.ts";
import { removeFolder } from "../output/staged_folder.ts";
import { isThere } from "../system/pooled_files.ts";
import { classifyFault, traceOf } from "./classify_fault.ts";
import type { RowPorts } from "./job_ports.ts";
import { type OutputBase, outputOf } from "./job_run.ts";

/**
 * Delay before a Batch is claimed again after it was released because of the disk, the inbox or the
 * database, in seconds.
 */
const waitForEnvironment = 10;
/**
 * Faults of a thread that ended; its files are processed again in a separate thread. A file system
 * that does not respond (THREAD_STALLED) is no fault of the file, which is never skipped for it.
 */
const threadFaults: ReadonlySet<FaultCode> = new Set<FaultCode>(["WORKER_DIED", "THREAD_BUSY"]);
/** Faults of the environment, which a later claim may not meet. */
const environmentFaults: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "OUTPUT_UNWRITABLE",
  "SOURCE_AWAY",
  "OUT_OF_RESOURCES",
  "DATABASE_UNREACHABLE",
]);
/**
 * The shortest and the longest delay before a Batch whose thread stalled is claimed again, in
 * seconds. Meanwhile other Batches have the threads.
 */
const [waitForThread, longestWaitForThread] = [60, 3600];

/** What ending a failed job needs. */
export interface FailedJobPorts extends OutputBase {
  readonly row: Pick<RowPorts, "fail" | "release" | "suspect" | "uncountClaim">;
}

/**
 * Ends a job that cannot finish, removes its staged output, and returns the event that reports the
 * result: the Batch was released (the program stops, or disk, inbox or database are unavailable),
 * belongs to another worker (lease lost), or is ERROR.
 */
export async function endFailedJob(
  error: unknown,
  job: Job,
  ports: FailedJobPorts,
  staged: string,
  stage: Stage,
): Promise<IntakeEvent> {
  const fault = classifyFault(error);
  const fields = {
    batch: job.code,
    stage,
    code: fault.code,
    reason: fault.message,
    hint: fault.hint,
  };
  try {
    const suspects = threadFaults.has(fault.code) ? (await readNotes(staged)).files : [];
    await removeFolder(staged).catch(() => {}); // the next claim or start removes what is left
    if (suspects.length > 0) await ports.row.suspect(job, suspects);
    const wait = suspects.length > 0 ? 0 : waitOf(fault, job);
    if (fault.code === "LEASE_LOST" || !await releaseOrFail(fault, job, ports, stage, wait)) {
      await ports.row.uncountClaim(job);
      return { name: "lease.lost", level: "warn", ...fields };
    }
    if (wait === undefined) {
      return { name: "batch.failed", level: "error", status: "ERROR", ...fields, ...trace(fault) };
    }
    return { name: "batch.released", level: wait === 0 ? "info" : "warn", ...fields };
  } catch {
    // database or disk unavailable: after the lease has expired, the Batch is claimed again
    return { name: "batch.abandoned", level: "warn", ...fields };
  }
}

/** Releases the Batch or makes it ERROR; returns false if another worker has claimed it. */
async function releaseOrFail(
  fault: IntakeError,
  job: Job,
  ports: FailedJobPorts,
  stage: Stage,
  wait: number | undefined,
): Promise<boolean> {
  if (wait !== undefined) return await ports.row.release(job, wait);
  const { code, message: reason } = fault;
  const isFolderGone = code === "FOLDER_GONE";
  const hasOutput = isFolderGone && await isThere(outputOf(job, ports));
  return await ports.row.fail(job, {
    stage,
    code,
    reason,
    sourceGone: hasOutput,
    nothingLeft: isFolderGone && !hasOutput,
  });
}

/** The delay before a released Batch is claimed again; undefined if the Batch has failed. */
function waitOf(fault: IntakeError, job: Job): number | undefined {
  const { code } = fault;
  if (code === "STOPPED" || code === "STUDY_SHARED") return 0;
  if (code === "THREAD_BUSY") return waitForThread;
  if (code === "THREAD_STALLED") return waitForFileSystem(job);
  return environmentFaults.has(code) ? waitForEnvironment : undefined;
}

/**
 * A quarter of the age of the Batch: each try may cost a thread that never ends, so the tries
 * become less frequent.
 */
function waitForFileSystem({ ageSeconds }: Job): number {
  return Math.min(Math.max(ageSeconds / 4, waitForThread), longestWaitForThread);
}

function trace(fault: Error): { trace?: string } {
  const frames = traceOf(fault);
  return frames ? { trace: frames } : {};
}
