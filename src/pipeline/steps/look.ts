import { removeLeftovers } from "../../deliver/staged_folder.ts";
import type { Job } from "../../model/claim.ts";
import type { IntakeEvent } from "../../model/event.ts";
import type { JobPorts } from "../job_ports.ts";
import { type Found, type JobRun, sourceOf } from "../job_run.ts";
import { lookAtBatch } from "../look_at_batch.ts";
import { postpone } from "../postpone.ts";

/**
 * Bounds of the delay of a Batch that waits for disk space: a quarter of the time it has waited.
 */
const [minDelaySeconds, maxDelaySeconds] = [2, 60];

/**
 * Checks that the folder is settled and reserves disk space for its output. Otherwise the Batch is
 * released. Throws IntakeError FOLDER_GONE, TOO_LARGE.
 */
export async function* lookAtSource(
  { job, ports }: JobRun,
): AsyncGenerator<IntakeEvent, Found | "postponed"> {
  const { folders, settleMs } = ports.source;
  // a database that was restored from a backup assigns claim numbers again
  removeLeftovers(ports.output.base, job.code, job.claim + 1);
  const look = await lookAtBatch(
    job,
    settleMs,
    Date.now,
    (batch) => folders.ask("look", sourceOf(batch)),
  );
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return "postponed";
  }
  const waited = await ports.admission.admit(job, look);
  if (waited !== "admitted") {
    yield await defer(job, ports, look.bytes, waited);
    return "postponed";
  }
  return { folder: look };
}

/** Releases a Batch that does not fit on the disk now, so that smaller ones are processed first. */
async function defer(
  job: Job,
  ports: JobPorts,
  bytes: number,
  waitedSeconds: number,
): Promise<IntakeEvent> {
  const delay = Math.min(Math.max(minDelaySeconds, waitedSeconds / 4), maxDelaySeconds);
  await ports.admission.defer(job, delay);
  const isNew = waitedSeconds < minDelaySeconds / 2;
  return {
    name: "batch.postponed",
    level: isNew ? "warn" : "debug",
    batch: job.code,
    bytes,
    code: "NO_ROOM",
    hint: "it continues automatically when OUTPUT_BASE and STATE_DIR have enough free space",
  };
}
