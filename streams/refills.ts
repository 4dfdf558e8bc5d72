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

/** What one look at the gate gave. */
export interface Refill {
  /** `closed`: something is in flight; `drained`: all work of this command is done. */
  readonly gate: "closed" | "refilled" | "drained";
  readonly news: readonly IntakeEvent[];
}

export interface RefillPorts {
  /** A Batch was finished somewhere, or time has passed: worth looking at the gate. */
  readonly mayRefill$: Observable<unknown>;
  readonly stop$: Observable<unknown>;
  readonly refill: () => ObservableInput<Refill>;
  readonly reportFault: (error: unknown) => IntakeEvent;
}

/**
 * Looks at the gate whenever it may have opened and refills the queue when it is open, one
 * look at a time. Completes when the work is drained.
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
