import { endWith, ignoreElements, merge, type Observable, share } from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { type RefillPorts, refills } from "./refills.ts";
import { runBatches, type RunPorts } from "./run_batches.ts";

/** Everything that the cached queue needs. */
export interface QueuePorts extends RefillPorts, RunPorts {}

/**
 * The cached queue. Whenever no Batch is queued or in flight in any process, the inboxes are
 * scanned once and the new folders are queued; queued Batches are claimed and processed. Emits
 * events. Completes when the refills have ended (or `stop$` has emitted) and all jobs have ended.
 */
export function queue(ports: QueuePorts): Observable<IntakeEvent> {
  const refills$ = refills(ports).pipe(share());
  const drained$ = refills$.pipe(ignoreElements(), endWith("drained"));
  return merge(
    runBatches({ ...ports, stop$: merge(ports.stop$, drained$) }),
    refills$,
  );
}
