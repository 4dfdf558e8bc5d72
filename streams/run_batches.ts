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

/** What running Batches needs of the world outside. */
export interface RunPorts {
  readonly concurrency: number;
  readonly leaseMs: number;
  /** Says that there may be something to claim: a notification, or the clock. */
  readonly wake$: Observable<unknown>;
  /** The first signal: no more claims; what is running ends. */
  readonly stop$: Observable<unknown>;
  /** The second signal, or the end of the time of grace: what is running is given back. */
  readonly abort$: Observable<unknown>;
  /** Never rejects: what goes wrong is news. */
  readonly claim: (limit: number) => Promise<readonly (ClaimedBatch | IntakeEvent)[]>;
  readonly renew: (held: readonly ClaimedBatch[]) => Promise<Set<number>>;
  /** Whether the threads that work for a Batch, if any do, make progress. */
  readonly isMoving: (batch: ClaimedBatch) => boolean;
  readonly process: (batch: Job) => AsyncIterable<IntakeEvent>;
}

/**
 * Claims Batches whenever there are free slots, and works off at most `concurrency` at once.
 * Only as many rows are claimed as there are slots, so nothing waits in memory. Completes
 * after `stop$`, when the last running job has ended.
 */
export function runBatches(ports: RunPorts): Observable<IntakeEvent> {
  return defer(() => {
    const held = new Leases(ports.leaseMs);
    const slotFree$ = new Subject<void>();
    const ended$ = new Subject<void>();

    const claimed$ = merge(ports.wake$, slotFree$).pipe(
      takeUntil(ports.stop$),
      coalesceMap(() => {
        const free = ports.concurrency - held.size;
        return free > 0 ? from(ports.claim(free)).pipe(mergeAll()) : EMPTY;
      }),
    );
    const jobs$ = claimed$.pipe(
      mergeMap((claimed) => {
        if ("level" in claimed) return [claimed];
        const batch = held.add(claimed);
        return from(ports.process(batch)).pipe(finalize(() => {
          held.remove(batch);
          slotFree$.next();
        }));
      }),
      finalize(() => ended$.next()),
    );
    const upkeep$ = merge(
      renewals(held, ports.renew, ports.leaseMs / 3, ports.isMoving),
      ports.abort$.pipe(tap(() => held.abortAll()), mergeMap(() => EMPTY)),
    ).pipe(takeUntil(ended$));
    return merge(upkeep$, jobs$);
  });
}
