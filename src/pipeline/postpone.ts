import type { IntakeEvent } from "../model/event.ts";
import type { JobPorts } from "./process_batch.ts";
import type { Job } from "../model/claim.ts";

/** Waits for room grow from this many seconds, by a quarter of what was waited already, to a minute. */
const [shortestWait, longestWait] = [2, 60];

const waitCodes = {
  "unsettled": "UNSETTLED",
  "changed": "CHANGED_WHILE_READ",
  "inbox-missing": "INBOX_MISSING",
} as const;

/** Gives a Batch back that cannot be read yet; the longer it changes, the longer the wait. */
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

/** Lets a Batch wait that does not fit now, and smaller ones pass. */
export async function passOver(
  job: Job,
  ports: JobPorts,
  bytes: number,
  waitedSeconds: number,
): Promise<IntakeEvent> {
  await ports.passOver(job, Math.min(Math.max(shortestWait, waitedSeconds / 4), longestWait));
  const isNew = waitedSeconds < shortestWait / 2;
  return {
    ...{ name: "batch.postponed", level: isNew ? "warn" : "debug", batch: job.code, bytes },
    code: "NO_ROOM",
    hint: "it goes on by itself when there is room at OUTPUT_BASE and STATE_DIR",
  };
}
