import {
  catchError,
  concat,
  connect,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  from,
  ignoreElements,
  map,
  merge,
  mergeAll,
  type Observable,
  type ObservableInput,
  of,
  startWith,
  Subject,
  takeUntil,
  tap,
  timer,
} from "rxjs";
import type { ClaimedBatch, Job } from "../src/model/batch.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";
import { Leases } from "./leases.ts";
import type { StopSignals } from "./run_to_end.ts";

/** What claiming and processing Batches needs. */
export interface BatchPorts {
  /** How many Batches are processed at once. */
  readonly concurrency: number;
  readonly leaseMs: number;
  /** Emits when there may be Batches to claim: after a notification, or a timer. */
  readonly wake$: Observable<unknown>;
  /** Claims up to `limit` Batches. Never rejects: failures are returned as events. */
  readonly claim: (limit: number) => ObservableInput<readonly (ClaimedBatch | IntakeEvent)[]>;
  /** Renews leases; emits the ids of the Batches whose lease is still valid. */
  readonly renew: (jobs: readonly ClaimedBatch[]) => ObservableInput<ReadonlySet<number>>;
  /** False if threads process the Batch and make no progress. */
  readonly isProgressing: (batch: ClaimedBatch) => boolean;
  /** Runs a job and emits its events. */
  readonly process: (batch: Job) => ObservableInput<IntakeEvent>;
}

/** A claimed Batch and the slot it occupies. */
export interface Claimed {
  readonly job: Job;
  /** Frees the slot when the job has ended. */
  readonly free: () => void;
}

/** The slots for the Batches that this process has in flight. */
export class Slots {
  #inFlight = 0;
  readonly #freed$ = new Subject<void>();
  /** Emits whenever a job has ended. */
  readonly freed$ = this.#freed$.asObservable();

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Occupies a slot. The returned function frees it. */
  occupy(): () => void {
    this.#inFlight++;
    return () => {
      this.#inFlight--;
      this.#freed$.next();
    };
  }
}

/**
 * Claims Batches whenever there are free slots, until `stop$`. Only as many rows are claimed as
 * there are free slots, so that nothing waits in memory. Renews the leases of the claimed Batches,
 * and aborts their jobs when `abort$` emits. Completes after `stop$` when the last job has ended.
 */
export function claims(
  ports: BatchPorts,
  slots: Slots,
  { stop$, abort$ }: StopSignals,
): Observable<Claimed | IntakeEvent> {
  return defer(() => {
    const leases = new Leases(ports.leaseMs);
    const upkeep$ = merge(
      renewals(leases, ports),
      abort$.pipe(tap(() => leases.abortAll()), ignoreElements()),
    );
    return merge(ports.wake$, slots.freed$).pipe(
      takeUntil(stop$), // claim nothing more; running jobs continue
      coalesceMap(() => {
        const free = ports.concurrency - slots.inFlight;
        return free > 0 ? from(ports.claim(free)).pipe(mergeAll()) : EMPTY;
      }),
      map((claimed) => "level" in claimed ? claimed : lease(claimed, leases, slots)),
      connect((claimed$) => {
        const allEnded$ = defer(() =>
          slots.freed$.pipe(startWith(undefined), filter(() => slots.inFlight === 0))
        );
        const drained$ = concat(claimed$.pipe(ignoreElements()), allEnded$);
        return merge(upkeep$.pipe(takeUntil(drained$)), claimed$);
      }),
    );
  });
}

/** Runs the job of a claimed Batch and frees its slot; an event of a claim is passed on. */
export function runClaimed(
  claimed: Claimed | IntakeEvent,
  process: BatchPorts["process"],
): Observable<IntakeEvent> {
  if ("level" in claimed) return of(claimed);
  return from(process(claimed.job)).pipe(finalize(claimed.free));
}

function lease(claimed: ClaimedBatch, leases: Leases, slots: Slots): Claimed {
  const job = leases.add(claimed);
  const freeSlot = slots.occupy();
  const free = (): void => {
    leases.remove(job);
    freeSlot();
  };
  return { job, free };
}

/**
 * Renews the leases of all jobs three times per lease with one statement, except for jobs whose
 * threads make no progress, so that another worker can claim their Batches. A job whose lease the
 * database no longer confirms is aborted. A failed renewal is repeated at the next tick: a lease
 * remains valid until another process claims the Batch.
 */
function renewals(
  leases: Leases,
  { leaseMs, renew, isProgressing }: BatchPorts,
): Observable<never> {
  return timer(leaseMs / 3, leaseMs / 3).pipe(
    exhaustMap(() => {
      const asked = leases.batches.filter(isProgressing);
      if (asked.length === 0) return EMPTY;
      const askedAt = leases.now();
      return from(renew(asked)).pipe(
        tap((confirmed) => leases.confirm(asked, confirmed, askedAt)),
        catchError(() => EMPTY),
      );
    }),
    ignoreElements(),
  );
}
