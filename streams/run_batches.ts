import {
  defer,
  EMPTY,
  finalize,
  from,
  merge,
  mergeAll,
  mergeMap,
  type Observable,
  Subject,
  takeUntil,
  tap,
} from "rxjs";
import type { ClaimedBatch, Job } from "../src/model/claim.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";
import { Leases } from "./leases.ts";
import { renewals } from "./renewals.ts";

/** What running Batches needs. */
export interface RunPorts {
  readonly concurrency: number;
  readonly leaseMs: number;
  /** Emits when there may be Batches to claim: after a notification, or a timer. */
  readonly wake$: Observable<unknown>;
  /** The first signal: no more claims; running jobs continue. */
  readonly stop$: Observable<unknown>;
  /** The second signal, or the end of the grace period: running jobs are aborted and requeued. */
  readonly abort$: Observable<unknown>;
  /** Claims up to `limit` Batches. Never rejects: failures are returned as events. */
  readonly claim: (limit: number) => Promise<readonly (ClaimedBatch | IntakeEvent)[]>;
  /** Renews leases; resolves with the ids of the Batches whose lease is still valid. */
  readonly renew: (jobs: readonly ClaimedBatch[]) => Promise<Set<number>>;
  /** False if threads process the Batch and make no progress. */
  readonly isProgressing: (batch: ClaimedBatch) => boolean;
  /** Runs a job and yields its events. */
  readonly process: (batch: Job) => AsyncIterable<IntakeEvent>;
}

/**
 * Claims Batches whenever there are free slots, and processes at most `concurrency` at once. Only
 * as many rows are claimed as there are free slots, so that nothing waits in memory. Completes
 * after `stop$` when the last job has ended.
 */
export function runBatches(ports: RunPorts): Observable<IntakeEvent> {
  return defer(() => {
    const leases = new Leases(ports.leaseMs);
    const slotFree$ = new Subject<void>();
    const ended$ = new Subject<void>();

    const claimed$ = merge(ports.wake$, slotFree$).pipe(
      takeUntil(ports.stop$),
      coalesceMap(() => {
        const free = ports.concurrency - leases.size;
        return free > 0 ? from(ports.claim(free)).pipe(mergeAll()) : EMPTY;
      }),
    );
    const jobs$ = claimed$.pipe(
      mergeMap((claimed) => {
        if ("level" in claimed) return [claimed];
        const batch = leases.add(claimed);
        return from(ports.process(batch)).pipe(finalize(() => {
          leases.remove(batch);
          slotFree$.next();
        }));
      }),
      finalize(() => ended$.next()),
    );
    const upkeep$ = merge(
      renewals(leases, ports.renew, ports.leaseMs / 3, ports.isProgressing),
      ports.abort$.pipe(tap(() => leases.abortAll()), mergeMap(() => EMPTY)),
    ).pipe(takeUntil(ended$));
    return merge(upkeep$, jobs$);
  });
}
