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
import type { Claim, Lease } from "../src/model/batch.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";
import { Leases } from "./leases.ts";
import type { StopSignals } from "./run_to_end.ts";

/** What leases need; `Claimed` is a Batch or a delivery. */
export interface LeasePorts<Claimed extends Claim> {
  readonly leaseMs: number;
  /** Renews leases; emits the ids of the rows whose lease is still valid. */
  readonly renew: (jobs: readonly Claimed[]) => ObservableInput<ReadonlySet<number>>;
  /** False if threads process the row and make no progress. */
  readonly isProgressing: (claimed: Claimed) => boolean;
}

/** A claimed row and the slot it occupies. */
export interface Leased<Claimed extends Claim> {
  readonly job: Claimed & Lease;
  /** Frees the slot when the job has ended. */
  readonly free: () => void;
}

/** The slots for the jobs that this process has in flight. */
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

/** When rows are claimed, and how. */
export interface Claiming<Claimed extends Claim> {
  /** Emits when there may be rows to claim. */
  readonly wake$: Observable<unknown>;
  /** Claims no more rows than slots are free. */
  readonly claim: () => ObservableInput<readonly (Claimed | IntakeEvent)[]>;
  readonly slots: Slots;
  /** Occupies the slots of a claimed row; the returned function frees them. */
  readonly occupy: (claimed: Claimed) => () => void;
}

/**
 * Claims rows until `stop$`, one statement at a time. Renews the leases of the claimed rows, and
 * aborts their jobs when `abort$` emits. Completes after `stop$` when the last job has ended.
 */
export function leasedClaims<Claimed extends Claim>(
  ports: LeasePorts<Claimed>,
  { wake$, claim, slots, occupy }: Claiming<Claimed>,
  { stop$, abort$ }: StopSignals,
): Observable<Leased<Claimed> | IntakeEvent> {
  return defer(() => {
    const leases = new Leases<Claimed>(ports.leaseMs);
    const lease = (claimed: Claimed): Leased<Claimed> => {
      const job = leases.add(claimed);
      const freeSlot = occupy(claimed);
      const free = (): void => {
        leases.remove(job);
        freeSlot();
      };
      return { job, free };
    };
    const upkeep$ = merge(
      renewals(leases, ports),
      abort$.pipe(tap(() => leases.abortAll()), ignoreElements()),
    );
    return wake$.pipe(
      takeUntil(stop$), // claim nothing more; running jobs continue
      coalesceMap(() => from(claim()).pipe(mergeAll())),
      map((claimed) => isEvent(claimed) ? claimed : lease(claimed)),
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

/** Runs the job of a claimed row and frees its slot; an event of a claim is passed on. */
export function runLeased<Claimed extends Claim>(
  claimed: Leased<Claimed> | IntakeEvent,
  run: (job: Claimed & Lease) => ObservableInput<IntakeEvent>,
): Observable<IntakeEvent> {
  if ("level" in claimed) return of(claimed);
  return from(run(claimed.job)).pipe(finalize(claimed.free));
}

function isEvent(claimed: Claim | IntakeEvent): claimed is IntakeEvent {
  return "level" in claimed;
}

/**
 * Renews the leases of all jobs three times per lease with one statement, except for jobs whose
 * threads make no progress, so that another worker can claim their rows. A job whose lease the
 * database no longer confirms is aborted. A failed renewal is repeated at the next tick: a lease
 * remains valid until another process claims the row.
 */
function renewals<Claimed extends Claim>(
  leases: Leases<Claimed>,
  { leaseMs, renew, isProgressing }: LeasePorts<Claimed>,
): Observable<never> {
  return timer(leaseMs / 3, leaseMs / 3).pipe(
    exhaustMap(() => {
      const asked = leases.jobs.filter(isProgressing);
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
