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
  /**
   * `skipped`: the queue was not refilled, usually because Batches are queued or in flight;
   * `drained`: this command has nothing left to do.
   */
  readonly outcome: "skipped" | "refilled" | "drained";
  readonly events: readonly IntakeEvent[];
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
 * Tries to refill the queue at once and whenever it may be empty, one attempt at a time. Completes
 * when nothing is left to do, or after `stop$`. A failed attempt is reported as an event.
 */
export function refills(ports: RefillPorts): Observable<IntakeEvent> {
  return merge(of("start"), ports.mayRefill$).pipe(
    takeUntil(ports.stop$),
    coalesceMap(() =>
      from(ports.refill()).pipe(
        catchError((error) =>
          of<Refill>({ outcome: "skipped", events: [ports.reportFault(error)] })
        ),
      )
    ),
    takeWhile((refill) => refill.outcome !== "drained", true),
    concatMap((refill) =>
      refill.events.length > 0 ? from([refill.events]).pipe(mergeAll()) : EMPTY
    ),
  );
}
