import { merge, type Observable, type ObservableInput } from "rxjs";
import type { ClaimedBatch, Job } from "../src/model/batch.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { type Leased, leasedClaims, type LeasePorts, type Slots } from "./leased_claims.ts";
import type { StopSignals } from "./run_to_end.ts";

/** What claiming and processing Batches needs. */
export interface BatchPorts extends LeasePorts<ClaimedBatch> {
  /** How many Batches are processed at once. */
  readonly concurrency: number;
  /** Emits when there may be Batches to claim: after a notification, or a timer. */
  readonly wake$: Observable<unknown>;
  /** Claims up to `limit` Batches. Never rejects: failures are returned as events. */
  readonly claim: (limit: number) => ObservableInput<readonly (ClaimedBatch | IntakeEvent)[]>;
  /** Runs a job and emits its events. */
  readonly process: (batch: Job) => ObservableInput<IntakeEvent>;
}

/**
 * Claims Batches whenever there are free slots, until `stop$`. Only as many rows are claimed as
 * there are free slots, so that nothing waits in memory. Completes after `stop$` when the last job
 * has ended.
 */
export function claims(
  ports: BatchPorts,
  slots: Slots,
  signals: StopSignals,
): Observable<Leased<ClaimedBatch> | IntakeEvent> {
  return leasedClaims(ports, {
    wake$: merge(ports.wake$, slots.freed$),
    claim: () => {
      const free = ports.concurrency - slots.inFlight;
      return free > 0 ? ports.claim(free) : [];
    },
    slots,
    occupy: () => slots.occupy(),
  }, signals);
}
