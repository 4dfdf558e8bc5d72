import { connect, defer, endWith, ignoreElements, merge, mergeMap, type Observable } from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { type BatchPorts, claims } from "./claims.ts";
import { deliveries, type DeliveryPorts } from "./deliveries.ts";
import { runLeased, Slots } from "./leased_claims.ts";
import { type RefillPorts, refills, skippedRefill } from "./refills.ts";
import type { StopSignals } from "./run_to_end.ts";

/** Everything that the cached queue needs. */
export interface QueuePorts {
  readonly refills: RefillPorts;
  readonly batches: BatchPorts;
  readonly deliveries: DeliveryPorts;
}

/**
 * The cached queue. Whenever no Batch is queued or in flight in any process, the inboxes are
 * scanned once and the new folders are queued; queued Batches are claimed and processed, at most
 * `concurrency` at once, and placed outputs are sent to their targets. Emits events. Completes when
 * the refills have ended (or `stop$` has emitted) and all jobs have ended.
 */
export function queue(
  { refills: { mayRefill$, refill, afterFault }, batches, deliveries: targets }: QueuePorts,
  { stop$, abort$ }: StopSignals,
): Observable<IntakeEvent> {
  return defer(() => {
    const slots = new Slots();
    const refillsWhenIdle$ = refills({
      mayRefill$: merge(mayRefill$, slots.freed$),
      // a refill waits for the Batches in flight here; `refill` itself for those of other processes
      refill: () => slots.inFlight > 0 ? [skippedRefill] : refill(),
      afterFault,
    }, stop$);
    return refillsWhenIdle$.pipe(
      connect((refilled$) => {
        const drained$ = refilled$.pipe(ignoreElements(), endWith("drained"));
        const signals: StopSignals = { stop$: merge(stop$, drained$), abort$ };
        const processed$ = claims(batches, slots, signals).pipe(
          mergeMap((claimed) => runLeased(claimed, batches.process), batches.concurrency),
        );
        return merge(processed$, deliveries(targets, signals), refilled$);
      }),
    );
  });
}
