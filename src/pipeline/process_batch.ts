import type { Job, JobStage } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import { endFailedJob } from "./end_failed_job.ts";
import type { JobPorts } from "./job_ports.ts";
import { type JobRun, stagedOf, type Step, Stopwatch } from "./job_run.ts";
import { planOf } from "./plan_of.ts";
import { handOverOutput, hasOutputToDeliver } from "./steps/deliver.ts";
import { disposeOfSource, hasSourceToDispose } from "./steps/dispose.ts";
import { finishJob } from "./steps/finish.ts";
import { importImages } from "./steps/import.ts";
import { lookAtSource } from "./steps/look.ts";
import { placeDecided } from "./steps/place_decided.ts";
import { placeOutput } from "./steps/place.ts";
import { carryOutDecisions, storeDecided } from "./steps/review.ts";
import { storeRows } from "./steps/store.ts";

/**
 * The steps of a job in their order; the plan of a Batch decides which of them are needed. Each
 * has a file in `steps/`, which declares what it needs.
 */
const steps: readonly Step<JobPorts>[] = [
  // is the folder there, settled, and does it fit on the disk?
  { stage: "look", isNeeded: readsSource, run: lookAtSource },
  // each file in an image thread (`src/pipeline/image/process_image.ts`): `src/screen` holds back
  // by its `default_rules.dicom` and the site's recipe (`src/recipe` parses both), `src/deidentify`
  // applies the tables of its `profile/` (`profile.tsv` is the standard's, `beyond_the_table.tsv`
  // ours), `src/gate` checks the output; a file that cannot become an image is skipped, with one of
  // the `skipCodes` (`src/model/errors.ts`)
  { stage: "import", isNeeded: readsSource, run: importImages },
  // a person has decided about images: the same for their originals in QUARANTINE
  { stage: "import", isNeeded: isReview, run: carryOutDecisions },
  { stage: "store", isNeeded: isReview, run: storeDecided },
  { stage: "place", isNeeded: isReview, run: placeDecided },
  // the rows of the images (`src/database/images`)
  { stage: "store", isNeeded: readsSource, run: storeRows },
  // manifest, sync, and the rename that commits the output (`src/output`)
  { stage: "place", isNeeded: readsSource, run: placeOutput },
  // makes the deliveries; the job ends here until they have ended (`streams/deliveries.ts` sends
  // them; `src/deliver/targets/read_target.ts` lists the kinds, each has a folder beside)
  { stage: "deliver", isNeeded: hasOutputToDeliver, run: handOverOutput },
  // archive or delete the source (setting AFTER; `src/folder/dispose_of_source.ts`)
  { stage: "dispose", isNeeded: hasSourceToDispose, run: disposeOfSource },
  // the row of the Batch (`src/database/batches/finish_batch.ts`; a column needs a migration)
  { stage: "finish", isNeeded: () => true, run: finishJob },
];

/**
 * Runs the job of a claimed Batch and yields its events. Never throws: if the job cannot finish,
 * the Batch is released or becomes ERROR, and the last event reports this
 * (`src/pipeline/end_failed_job.ts` decides, by the code that `src/pipeline/classify_fault.ts`
 * gives the error). A step that finds that the Batch must wait releases it, reports that, and
 * returns "postponed". `onStage` is called when a step begins; the stage of a step is its name in
 * the row of the Batch (`jobStages` of `src/model/batch.ts`).
 */
export async function* processBatch(
  job: Job,
  ports: JobPorts,
  onStage?: (stage: JobStage) => void,
): AsyncGenerator<IntakeEvent> {
  const stopwatch = new Stopwatch(onStage);
  try {
    using resources = new DisposableStack();
    const plan = await planOf(job, ports);
    let run: JobRun<JobPorts> = { job, ports, plan, stopwatch, resources, found: {} };
    for (const step of steps) {
      if (!await step.isNeeded(run)) continue;
      stopwatch.begin(step.stage);
      const running = step.run(run);
      const found = running instanceof Promise ? await running : yield* running;
      if (found === "postponed") return;
      run = { ...run, found: { ...run.found, ...found } };
    }
  } catch (error) {
    yield await endFailedJob(error, job, ports, stagedOf(job, ports), stopwatch.stage);
  }
}

function isReview({ plan }: JobRun<JobPorts>): boolean {
  return plan.from === "review";
}

function readsSource({ plan }: JobRun<JobPorts>): boolean {
  return plan.from === "look";
}
