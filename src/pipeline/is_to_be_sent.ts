import { join } from "node:path";
import { manifestName, readManifest } from "../deliver/manifest.ts";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { cameAgain, isDisposed } from "./came_again.ts";
import type { Job, JobPorts } from "./job_ports.ts";

/**
 * Whether an output that is in place is what there is to send: its job got as far, or its source
 * is gone. Throws IntakeError NAME_TAKEN, and FOLDER_GONE where the catalogue holds another
 * output, which was never put into its place.
 */
export async function isToBeSent(job: Job, ports: JobPorts, output: string): Promise<boolean> {
  if (!exists(output)) return false;
  if (job.stage === "deliver") return true;
  if (!job.sourceGone || cameAgain(job) || !isDisposed(job)) return false;
  if (await isAsStored(job, ports, output)) return true;
  throw new IntakeError(
    "FOLDER_GONE",
    "the folder was removed while it was done again; its output is that of the time before",
    "put the folder back, then retry",
  );
}

async function isAsStored(job: Job, ports: JobPorts, output: string): Promise<boolean> {
  if (!exists(join(output, manifestName))) return false;
  let images = 0;
  for await (const some of readManifest(output)) {
    if (!await ports.areStored(job, some)) return false;
    images += some.length;
  }
  return images === await ports.countStored(job);
}
