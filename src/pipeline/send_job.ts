import type { IntakeEvent } from "../model/event.ts";
import type { JobPorts } from "./job_ports.ts";
import type { Job } from "../model/claim.ts";
import type { Sending } from "./send_batch.ts";
import { sendToAll } from "./send_to_all.ts";

/** Sends the output of a job to all targets. Throws as {@link sendToAll}. */
export async function* sendJob(
  job: Job,
  ports: JobPorts,
  folder: string,
  resumed: boolean,
): AsyncGenerator<IntakeEvent> {
  const sending: Sending = {
    code: job.code,
    folder,
    claim: job.claim,
    resumed,
    signal: job.signal,
    patienceMs: ports.deliveryPatienceMs,
    confirmLease: () => job.confirmLease(() => ports.renew(job)),
    confirmed: (...which) => ports.confirmed(job, ...which),
    mayReplace: ports.mayReplace,
    note: (...what) => ports.note(job, ...what),
  };
  yield* sendToAll(sending, ports.destinations);
}
