import type { HandedOver } from "../../model/delivery.ts";
import { IntakeError } from "../../model/errors.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { isThere } from "../../system/pooled_files.ts";
import type { HandOverPorts } from "../job_ports.ts";
import { type Found, type JobRun, type OutputBase, outputOf } from "../job_run.ts";

/** What step `deliver` needs. */
export interface DeliverPorts extends OutputBase {
  readonly delivery: HandOverPorts;
}

/** Whether there is an output and a target that may lack it. */
export async function hasOutputToDeliver(
  { job, ports, plan }: JobRun<DeliverPorts>,
): Promise<boolean> {
  return plan.from !== "dispose" && ports.delivery.targets.length > 0 &&
    await isThere(outputOf(job, ports));
}

/**
 * Hands the output over to its targets. If a target lacks it, the job ends: the Batch waits without
 * a slot, and a later job continues here after its last delivery. Throws IntakeError
 * DELIVERY_FAILED, which names each target that refused images, and LEASE_LOST.
 */
export async function* handOverOutput(
  { job, ports, plan, stopwatch, found }: JobRun<DeliverPorts>,
): AsyncGenerator<IntakeEvent, Found | "postponed"> {
  job.signal.throwIfAborted();
  const output = {
    isNew: plan.from === "look",
    inbox: found.inbox,
    seconds: stopwatch.seconds(),
  };
  const { outstanding, refused } = await ports.delivery.handOver(job, output);
  if (outstanding > 0) {
    yield { name: "batch.placed", level: "info", batch: job.code, targets: outstanding };
    return "postponed";
  }
  if (refused.length > 0) throw refusedBy(refused);
  return {};
}

function refusedBy(refused: HandedOver["refused"]): IntakeError {
  return new IntakeError(
    "DELIVERY_FAILED",
    refused.map(({ target, reason }) => `${target} refused ${reason}`).join("; "),
    "correct the target or its permissions, then retry; confirmed images are not sent again",
  );
}
