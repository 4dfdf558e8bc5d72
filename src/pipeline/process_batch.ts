import type { Job, JobStage } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import { endFailedJob } from "./end_failed_job.ts";
import type { JobPorts } from "./job_ports.ts";
import { type JobRun, stagedOf, type Step, Stopwatch } from "./job_run.ts";
import { planOf } from "./plan_of.ts";
import { deliverOutput, hasOutputToDeliver } from "./steps/deliver.ts";
import { disposeOfSource, hasSourceToDispose } from "./steps/dispose.ts";
import { finishJob } from "./steps/finish.ts";
import { importImages } from "./steps/import.ts";
import { lookAtSource } from "./steps/look.ts";
import { placeOutput } from "./steps/place.ts";
import { storeRows } from "./steps/store.ts";

/** The steps of a job in their order. The plan of a Batch decides which of them are needed. */
const steps: readonly Step<JobPorts>[] = [
  { stage: "look", isNeeded: readsSource, run: lookAtSource },
  { stage: "import", isNeeded: readsSource, run: importImages },
  { stage: "store", isNeeded: readsSource, run: storeRows },
  { stage: "place", isNeeded: readsSource, run: placeOutput },
  { stage: "deliver", isNeeded: hasOutputToDeliver, run: deliverOutput },
  { stage: "dispose", isNeeded: hasSourceToDispose, run: disposeOfSource },
  { stage: "finish", isNeeded: () => true, run: finishJob },
];

/**
 * Runs the job of a claimed Batch and yields its events. Never throws: if the job cannot finish,
 * the Batch is released or becomes ERROR, and the last event reports this. `onStage` is called when
 * a stage begins.
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
      if (!step.isNeeded(run)) continue;
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

function readsSource({ plan }: JobRun<JobPorts>): boolean {
  return plan.from === "look";
}
