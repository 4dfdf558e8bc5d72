import type { Job } from "../model/claim.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { JobPorts } from "./job_ports.ts";

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
  const settle = ports.source.settleMs / 1000;
  const wait = Math.min(Math.max(settle, job.ageSeconds / 2), settle * 5);
  await ports.row.release(job, wait);
  const level = why === "unsettled" ? "debug" : "warn";
  return { name: "batch.postponed", level, batch: job.code, code: waitCodes[why] };
}
