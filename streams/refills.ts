import {
  catchError,
  concatMap,
  EMPTY,
  from,
  merge,
  mergeAll,
  type Observable,
  type ObservableInput,
  of,
  takeUntil,
  takeWhile,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";

/** The result of one attempt to refill the queue. */
export interface Refill {
  /** `closed`: Batches are queued or in flight; `drained`: this command has nothing left to do. */
  readonly gate: "closed" | "refilled" | "drained";
  readonly news: readonly IntakeEvent[];
}

/** What refilling the queue needs. */
export interface RefillPorts {
  /** Emits when the queue may be empty: a Batch has ended in some process, or time has passed. */
  readonly mayRefill$: Observable<unknown>;
  readonly stop$: Observable<unknown>;
  readonly refill: () => ObservableInput<Refill>;
  /** Converts an error to an event. */
  readonly reportFault: (error: unknown) => IntakeEvent;
}

/**
 * Tries to refill the queue at once and whenever it may be empty, one attempt at a time. Completes when
 * nothing is left to do, or after `stop$`. A failed attempt is reported as an event.
 */
export function refills(ports: RefillPorts): Observable<IntakeEvent> {
  return merge(of("start"), ports.mayRefill$).pipe(
    takeUntil(ports.stop$),
    coalesceMap(() =>
      from(ports.refill()).pipe(
        catchError((error) => of<Refill>({ gate: "closed", news: [ports.reportFault(error)] })),
      )
    ),
    takeWhile((refill) => refill.gate !== "drained", true),
    concatMap((refill) => refill.news.length > 0 ? from([refill.news]).pipe(mergeAll()) : EMPTY),
  );
}
