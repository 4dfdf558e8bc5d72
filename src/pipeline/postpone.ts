import type { IntakeEvent } from "../model/event.ts";
import type { JobPorts } from "./process_batch.ts";
import type { Job } from "../model/claim.ts";

/**
 * Bounds of the delay of a Batch that waits for disk space: a quarter of the time it has waited.
 */
const [minDelaySeconds, maxDelaySeconds] = [2, 60];

const waitCodes = {
  "unsettled": "UNSETTLED",
  "changed": "CHANGED_WHILE_READ",
  "inbox-missing": "INBOX_MISSING",
} as const;

/** Releases a Batch that cannot be read yet; the longer it keeps changing, the longer the delay. */
export async function postpone(
  job: Job,
  ports: JobPorts,
  why: keyof typeof waitCodes,
): Promise<IntakeEvent> {
  const settle = ports.settleMs / 1000;
  const wait = Math.min(Math.max(settle, job.ageSeconds / 2), settle * 5);
  await ports.release(job, wait);
  const level = why === "unsettled" ? "debug" : "warn";
  return { name: "batch.postponed", level, batch: job.code, code: waitCodes[why] };
}

/** Releases a Batch that does not fit on the disk now, so that smaller ones are processed first. */
export async function defer(
  job: Job,
  ports: JobPorts,
  bytes: number,
  waitedSeconds: number,
): Promise<IntakeEvent> {
  await ports.deferBatch(
    job,
    Math.min(Math.max(minDelaySeconds, waitedSeconds / 4), maxDelaySeconds),
  );
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
