import { join } from "node:path";
import { surveyText } from "../folder/survey_folder.ts";
import type { Job } from "../model/batch.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { IntakeError } from "../model/errors.ts";
import { manifestName, readManifest } from "../output/manifest.ts";
import { isThere } from "../system/pooled_files.ts";
import type { CataloguePorts, SourcePorts } from "./job_ports.ts";
import { isSourceGone, type OutputBase, outputOf, type Plan, sourceOf } from "./job_run.ts";

/** What a plan depends on. */
export interface PlanPorts extends OutputBase {
  readonly source: Pick<SourcePorts, "folders" | "after">;
  readonly catalogue: Pick<CataloguePorts, "countStored" | "areStored" | "isComplete">;
}

/**
 * Where a claimed Batch continues, by its row, its output and its source. A source folder whose
 * disposal was interrupted gets its name back, unless the disposal is to be completed. Throws
 * IntakeError FOLDER_GONE if the catalogue describes an output that was never placed.
 */
export async function planOf(job: Job, ports: PlanPorts): Promise<Plan> {
  const isDisposing = job.stage === "dispose";
  const { after, folders } = ports.source;
  if (after === "keep" || !isDisposing) await folders.ask("undo", sourceOf(job));
  if (!isDisposing && !await isOutputCurrent(job, ports)) return { from: "look" };
  const isComplete = isDisposing || await ports.catalogue.isComplete(job);
  return {
    from: isDisposing ? "dispose" : "deliver",
    source: isComplete ? { survey: job.survey, isResumed: isDisposing } : undefined,
    isSourceGone: job.sourceGone,
  };
}

/**
 * Whether the output that is in place is the one to deliver: the Batch had reached stage `deliver`,
 * or its source no longer exists. After a retry it is not current if the source was changed since.
 * Throws IntakeError FOLDER_GONE.
 */
async function isOutputCurrent(job: Job, ports: PlanPorts): Promise<boolean> {
  const output = outputOf(job, ports);
  if (!await isThere(join(output, manifestName))) return false;
  if (job.stage === "deliver") {
    return !job.lookAgain || job.sourceGone || !await hasChanged(job, ports);
  }
  if (!job.sourceGone || !await isSourceGone(job)) return false;
  if (await matchesCatalogue(job, ports, output)) return true;
  throw new IntakeError(
    "FOLDER_GONE",
    "the folder no longer exists, and its output differs from the catalogue",
    "restore the folder, then retry",
  );
}

/** Whether the source exists and differs from what was read. */
async function hasChanged(job: Job, ports: PlanPorts): Promise<boolean> {
  if (job.survey === null || !await isThere(join(job.base, job.uid))) return false;
  const folder = await ports.source.folders.ask("look", sourceOf(job));
  return folder !== undefined && surveyText(folder) !== job.survey;
}

async function matchesCatalogue(job: Job, ports: PlanPorts, output: string): Promise<boolean> {
  let images = 0;
  for await (const some of readManifest(output)) {
    const areStored = await ports.catalogue.areStored(job, some);
    if (!areStored) return false;
    for (const one of some) if (!await hasFile(output, one)) return false;
    images += some.length;
  }
  return images === await ports.catalogue.countStored(job);
}

async function hasFile(output: string, { path, bytes }: ManifestLine): Promise<boolean> {
  try {
    return (await Deno.stat(join(output, path))).size === bytes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
