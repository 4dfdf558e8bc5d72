import { join } from "node:path";
import { surveyText } from "../folder/survey_folder.ts";
import type { Job } from "../model/batch.ts";
import { type FaultCode, IntakeError } from "../model/errors.ts";
import { manifestName } from "../output/manifest.ts";
import { isThere } from "../system/pooled_files.ts";
import type { CataloguePorts, ReviewPorts, SourcePorts } from "./job_ports.ts";
import { isSourceGone, type OutputBase, outputOf, type Plan, sourceOf } from "./job_run.ts";
import { type CatalogueOfImages, matchesCatalogue } from "./matches_catalogue.ts";

/** What a plan depends on. */
export interface PlanPorts extends OutputBase {
  readonly review: Pick<ReviewPorts, "open">;
  readonly source: Pick<SourcePorts, "folders" | "after">;
  readonly catalogue: CatalogueOfImages & Pick<CataloguePorts, "isComplete">;
}

/**
 * Where a claimed Batch continues, by its row, its output and its source. A source folder whose
 * disposal was interrupted gets its name back, unless the disposal is to be completed. Throws
 * IntakeError FOLDER_GONE or MANIFEST_DAMAGED if the output differs from the catalogue and cannot
 * be made again.
 */
export async function planOf(job: Job, ports: PlanPorts): Promise<Plan> {
  if (await isReview(job, ports)) return { from: "review", isSourceGone: job.sourceGone };
  const isDisposing = job.stage === "dispose" && await isDisposable(job, ports);
  const { after, folders } = ports.source;
  if (after === "keep" || !isDisposing) await folders.ask("undo", sourceOf(job));
  if (!isDisposing && !await isOutputCurrent(job, ports)) {
    const isOnlyReview = job.hasReview && await isSourceGone(job) &&
      (await ports.review.open(job)).size > 0;
    return isOnlyReview ? { from: "review", isSourceGone: job.sourceGone } : { from: "look" };
  }
  const isComplete = isDisposing || await ports.catalogue.isComplete(job);
  return {
    from: isDisposing ? "dispose" : "deliver",
    source: isComplete ? { survey: job.survey, isResumed: isDisposing } : undefined,
    isSourceGone: job.sourceGone,
  };
}

/**
 * Whether the disposal of the source may continue. An output that was moved elsewhere does not
 * prevent it, but one that differs from the catalogue does. Throws IntakeError MANIFEST_DAMAGED if
 * such an output cannot be made again, because the source is not as it was read.
 */
async function isDisposable(job: Job, ports: PlanPorts): Promise<boolean> {
  const output = outputOf(job, ports);
  if (!await isThere(join(output, manifestName))) return true;
  if (await matchesCatalogue(job, ports.catalogue, output)) return true;
  await ports.source.folders.ask("undo", sourceOf(job));
  if (job.survey !== null && await isSourceThere(job) && !await hasChanged(job, ports)) {
    return false;
  }
  throw outputDiffers("MANIFEST_DAMAGED", "its source is no longer complete");
}

/**
 * Whether the output that is in place is the one to deliver: the Batch had reached stage `deliver`,
 * or its source no longer exists. After a retry it is not current if the source was changed since.
 * An output that differs from the catalogue is made again. Throws IntakeError FOLDER_GONE if its
 * source no longer exists.
 */
async function isOutputCurrent(job: Job, ports: PlanPorts): Promise<boolean> {
  const output = outputOf(job, ports);
  if (!await isThere(join(output, manifestName))) return false;
  const isPlaced = job.stage === "deliver";
  if (isPlaced && job.lookAgain && !job.sourceGone && await hasChanged(job, ports)) return false;
  if (!isPlaced && !(job.sourceGone && await isSourceGone(job))) return false;
  if (await matchesCatalogue(job, ports.catalogue, output)) return true;
  if (!await isSourceGone(job)) return false;
  throw outputDiffers("FOLDER_GONE", "the folder no longer exists");
}

/**
 * Whether the job carries out decisions. After a retry, a source that was changed is read again
 * instead, and the decisions are carried out with it.
 */
async function isReview(job: Job, ports: PlanPorts): Promise<boolean> {
  return job.reviewing === true && !(job.lookAgain && await hasChanged(job, ports));
}

function outputDiffers(code: FaultCode, source: string): IntakeError {
  return new IntakeError(
    code,
    `${source}, and its output differs from the catalogue`,
    "restore the folder or its output, then retry",
  );
}

async function isSourceThere({ base, uid }: Job): Promise<boolean> {
  return await isThere(join(base, uid));
}

/** Whether the source exists and differs from what was read. */
async function hasChanged(job: Job, ports: PlanPorts): Promise<boolean> {
  if (job.survey === null || !await isSourceThere(job)) return false;
  const folder = await ports.source.folders.ask("look", sourceOf(job));
  return folder !== undefined && surveyText(folder) !== job.survey;
}
