import { join } from "node:path";
import { manifestName, readManifest } from "../deliver/manifest.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { isDisposed } from "./is_disposed.ts";
import { surveyText } from "../folder/survey_folder.ts";
import type { JobPorts } from "./job_ports.ts";
import type { Job } from "../model/claim.ts";

/**
 * Whether an output that is in place is what there is to send: its job got as far, or its source
 * is gone. After a retry it is not, if the source was written to since. Throws IntakeError FOLDER_GONE where the catalogue holds another
 * output, which was never put into its place.
 */
export async function isToBeSent(job: Job, ports: JobPorts, output: string): Promise<boolean> {
  if (!exists(join(output, manifestName))) return false;
  if (job.stage === "deliver") {
    return !job.lookAgain || job.sourceGone || !await hasChanged(job, ports);
  }
  if (!job.sourceGone || !isDisposed(job)) return false;
  if (await isAsStored(job, ports, output)) return true;
  throw new IntakeError(
    "FOLDER_GONE",
    "the folder is gone, and its output is not the one that the catalogue holds: put the folder back",
    "then retry",
  );
}

/** Whether a source that is there is another than the one that was read. */
async function hasChanged({ base, uid, code, survey }: Job, ports: JobPorts): Promise<boolean> {
  if (survey === null || !exists(join(base, uid))) return false;
  const look = await ports.folders.ask("look", { base, uid, code });
  return look !== undefined && surveyText(look) !== survey;
}

function isThere(output: string, { path, bytes }: ManifestLine): boolean {
  try {
    return Deno.statSync(join(output, path)).size === bytes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function isAsStored(job: Job, ports: JobPorts, output: string): Promise<boolean> {
  let images = 0;
  for await (const some of readManifest(output)) {
    if (!await ports.areStored(job, some) || !some.every((one) => isThere(output, one))) {
      return false;
    }
    images += some.length;
  }
  return images === await ports.countStored(job);
}
