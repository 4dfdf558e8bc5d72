import type { Job } from "../model/claim.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { BatchTask } from "../workers/image_task.ts";
import { importFiles } from "./import_files.ts";
import type { ImportedFiles } from "./imported_files.ts";
import type { JobPorts } from "./job_ports.ts";

/**
 * Imports all files of a job's folder and reports its progress. Returns false if an entry vanished
 * before it was listed.
 */
export async function* importFolder(
  job: Job,
  { folders, pool }: Pick<JobPorts, "folders" | "pool">,
  task: BatchTask,
  imported: ImportedFiles,
): AsyncGenerator<IntakeEvent, boolean> {
  const { base, uid, code, signal } = job;
  try {
    for await (
      const _ of importFiles(task, folders.list({ base, uid, code }), imported, pool, signal)
    ) {
      yield progress(job, imported);
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function progress(job: Job, imported: ImportedFiles): IntakeEvent {
  const { imageCount: images, skippedCount: skipped, bytes } = imported;
  return { name: "batch.progressed", level: "debug", batch: job.code, images, skipped, bytes };
}
