import type { SourceAsRead } from "../../folder/dispose_of_source.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { type Found, type JobRun, required, sourceOf } from "../job_run.ts";

/** Whether the source was read completely, still exists, and is not to be kept. */
export function hasSourceToDispose(run: JobRun): boolean {
  const { ports, plan } = run;
  const isGone = plan.from !== "look" && plan.isSourceGone;
  return ports.source.after !== "keep" && !isGone && readSource(run) !== undefined;
}

/** Archives or deletes the source folder, in a folder thread. Throws IntakeError LEASE_LOST. */
export async function* disposeOfSource(run: JobRun): AsyncGenerator<IntakeEvent, Found> {
  const { job, ports, plan } = run;
  const { after: policy, folders } = ports.source;
  if (policy === "keep") return {};
  if (plan.from !== "dispose") await ports.row.beginStage(job, "dispose");
  const source = { ...sourceOf(job), ...required(readSource(run)), policy };
  const disposal = await folders.ask("dispose", source);
  yield* disposal.events;
  return { isSourceGone: disposal.isGone };
}

function readSource({ plan, found }: JobRun): SourceAsRead | undefined {
  return plan.from === "look" ? found.source : plan.source;
}
