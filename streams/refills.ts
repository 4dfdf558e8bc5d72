import {
  catchError,
  defer,
  mergeMap,
  type Observable,
  type ObservableInput,
  of,
  startWith,
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

/** The result of an attempt that has nothing to report. */
export const skippedRefill: Refill = { outcome: "skipped", events: [] };

/** What refilling the queue needs. */
export interface RefillPorts {
  /** Emits when the queue may be empty: a Batch has ended in some process, or time has passed. */
  readonly mayRefill$: Observable<unknown>;
  readonly refill: () => ObservableInput<Refill>;
  /** The outcome of an attempt that failed: `skipped` repeats it, `drained` ends the command. */
  readonly afterFault: (error: unknown) => Refill;
}

/**
 * Tries to refill the queue at once and whenever it may be empty, one attempt at a time. Completes
 * when nothing is left to do, or after `stop$`.
 */
export function refills(
  { mayRefill$, refill, afterFault }: RefillPorts,
  stop$: Observable<unknown>,
): Observable<IntakeEvent> {
  return mayRefill$.pipe(
    startWith("start"),
    takeUntil(stop$),
    coalesceMap(() => defer(refill).pipe(catchError((error) => of(afterFault(error))))),
    takeWhile(({ outcome }) => outcome !== "drained", true),
    mergeMap(({ events }) => events),
  );
}
