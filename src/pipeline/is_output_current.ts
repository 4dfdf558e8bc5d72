import { join } from "node:path";
import { manifestName, readManifest } from "../deliver/manifest.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { isSourceGone } from "./is_source_gone.ts";
import { surveyText } from "../folder/survey_folder.ts";
import type { JobPorts } from "./job_ports.ts";
import type { Job } from "../model/claim.ts";

/**
 * Whether the output that is in place is the one to deliver: the Batch had reached stage `deliver`,
 * or its source no longer exists. After a retry it is not current if the source was changed since.
 * Throws IntakeError FOLDER_GONE if the catalogue describes an output that was never placed.
 */
export async function isOutputCurrent(job: Job, ports: JobPorts, output: string): Promise<boolean> {
  if (!exists(join(output, manifestName))) return false;
  if (job.stage === "deliver") {
    return !job.lookAgain || job.sourceGone || !await hasChanged(job, ports);
  }
  if (!job.sourceGone || !isSourceGone(job)) return false;
  if (await matchesCatalogue(job, ports, output)) return true;
  throw new IntakeError(
    "FOLDER_GONE",
    "the folder no longer exists, and its output differs from the catalogue",
    "restore the folder, then retry",
  );
}

/** Whether the source exists and differs from what was read. */
async function hasChanged({ base, uid, code, survey }: Job, ports: JobPorts): Promise<boolean> {
  if (survey === null || !exists(join(base, uid))) return false;
  const look = await ports.folders.ask("look", { base, uid, code });
  return look !== undefined && surveyText(look) !== survey;
}

function hasFile(output: string, { path, bytes }: ManifestLine): boolean {
  try {
    return Deno.statSync(join(output, path)).size === bytes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function matchesCatalogue(job: Job, ports: JobPorts, output: string): Promise<boolean> {
  let images = 0;
  for await (const some of readManifest(output)) {
    if (!await ports.areStored(job, some) || !some.every((one) => hasFile(output, one))) {
      return false;
    }
    images += some.length;
  }
  return images === await ports.countStored(job);
}
