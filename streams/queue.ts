import { endWith, ignoreElements, merge, type Observable, share } from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { type RefillPorts, refills } from "./refills.ts";
import { runBatches, type RunPorts } from "./run_batches.ts";

/** Everything the cached queue touches of the world outside. */
export interface QueuePorts extends RefillPorts, RunPorts {}

/**
 * The cached queue. Whenever nothing is in flight, in any process, the inboxes are scanned
 * once and what is found is queued; queued Batches are claimed and worked off. Emits what
 * happens; completes when the refills have ended (or `stop$` came) and the work is done.
 */
export function queue(ports: QueuePorts): Observable<IntakeEvent> {
  const refills$ = refills(ports).pipe(share());
  const drained$ = refills$.pipe(ignoreElements(), endWith("drained"));
  return merge(
    runBatches({ ...ports, stop$: merge(ports.stop$, drained$) }),
    refills$,
  );
}
