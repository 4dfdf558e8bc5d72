import type { Job } from "../../model/batch.ts";
import type { IntakeEvent } from "../../model/event.ts";
import type { RowPorts } from "../job_ports.ts";
import { identifyDirectory } from "../../system/paths.ts";
import { isThere } from "../../system/pooled_files.ts";
import { type Found, isSourceGone, type JobRun } from "../job_run.ts";

/** What step `finish` needs. */
export interface FinishPorts {
  readonly row: Pick<RowPorts, "finish">;
}

/**
 * Makes the Batch DONE or EMPTY, or REVIEW if images wait for a person. Throws IntakeError
 * LEASE_LOST.
 */
export async function* finishJob(
  { job, ports, plan, stopwatch, found }: JobRun<FinishPorts>,
): AsyncGenerator<IntakeEvent, Found> {
  const wasGone = plan.from !== "look" && plan.isSourceGone;
  // a new folder of the same name may have arrived after this one was removed
  const isGone = wasGone ||
    ((found.isSourceGone || await isSourceGone(job)) && !await isUnmounted(job, found));
  const finished = await ports.row.finish(job, stopwatch.seconds(), isGone);
  const { status, hasError, heldBack, ...counts } = finished;
  yield {
    name: "batch.finished",
    level: hasError ? "warn" : "info",
    batch: job.code,
    status,
    ...counts,
    held: heldBack,
    seconds: stopwatch.total(),
  };
  return {};
}

/**
 * Whether the inbox was unmounted during the job: an empty directory, the mount point, has taken
 * its place, which proves nothing about the folder.
 */
async function isUnmounted(job: Job, found: Found): Promise<boolean> {
  const { base } = job;
  const inbox = found.inbox ?? job.inbox ?? undefined; // an earlier job may have read the folder
  if (inbox === undefined || await identifyDirectory(base) === inbox) return false;
  if (!await isThere(base)) return true;
  for await (const _ of Deno.readDir(base)) return false;
  return true;
}
