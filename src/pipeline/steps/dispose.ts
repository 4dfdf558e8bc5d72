import type { SourceAsRead } from "../../folder/dispose_of_source.ts";
import type { IntakeEvent } from "../../model/event.ts";
import type { RowPorts, SourcePorts } from "../job_ports.ts";
import { type Found, type JobRun, required, sourceOf } from "../job_run.ts";

/** What step `dispose` needs. */
export interface DisposePorts {
  readonly source: Pick<SourcePorts, "folders" | "after">;
  readonly row: Pick<RowPorts, "beginDisposal">;
}

/** Whether the source was read completely, still exists, and is not to be kept. */
export function hasSourceToDispose(run: JobRun<DisposePorts>): boolean {
  const { ports, plan } = run;
  const isGone = plan.from !== "look" && plan.isSourceGone;
  return ports.source.after !== "keep" && !isGone && readSource(run) !== undefined;
}

/** Archives or deletes the source folder, in a folder thread. Throws IntakeError LEASE_LOST. */
export async function* disposeOfSource(
  run: JobRun<DisposePorts>,
): AsyncGenerator<IntakeEvent, Found> {
  const { job, ports, plan } = run;
  const { after: policy, folders } = ports.source;
  if (policy === "keep") return {};
  if (plan.from !== "dispose") await ports.row.beginDisposal(job);
  const source = { ...sourceOf(job), ...required(readSource(run)), policy };
  const disposal = await folders.ask("dispose", source);
  yield* disposal.events;
  return { isSourceGone: disposal.isGone };
}

function readSource({ plan, found }: JobRun<DisposePorts>): SourceAsRead | undefined {
  return "source" in plan ? plan.source : found.source;
}
