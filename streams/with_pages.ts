import {
  catchError,
  concatMap,
  EMPTY,
  endWith,
  from,
  ignoreElements,
  interval,
  merge,
  Observable,
  type ObservableInput,
  of,
  share,
  takeUntil,
  throttle,
  timer,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";
import type { Listen } from "./wake_ups.ts";

/** What showing pages needs of the world outside. */
export interface PagePorts {
  /** Tells of every Batch that moves or is in work, in whichever process. */
  readonly listen: Listen;
  /** Shows whoever looks what has changed. */
  readonly refresh: () => ObservableInput<unknown>;
  readonly reportFault: (error: unknown) => IntakeEvent;
  /** How long pages rest after they were shown anew: the more there are, the longer. */
  readonly restMs: () => number;
  /** Pages are shown anew this often whatever happens. */
  readonly everyMs: number;
}

/**
 * A command's news, with pages that follow it: they are shown anew when something happens here or,
 * as the database tells, in another process; never twice at once, and the last change is never
 * left out. A page that cannot be shown is news, once until one can.
 */
export function withPages(
  news$: Observable<IntakeEvent>,
  ports: PagePorts,
): Observable<IntakeEvent> {
  const shared$ = news$.pipe(share());
  const over$ = shared$.pipe(ignoreElements(), endWith("over"));
  const moved$ = new Observable<string>((subscriber) =>
    ports.listen((status) => subscriber.next(status))
  );
  let isFaulty = false;
  const shown$ = merge(moved$, shared$, interval(ports.everyMs)).pipe(
    throttle(() => timer(ports.restMs()), { leading: true, trailing: true }),
    coalesceMap(() =>
      from(ports.refresh()).pipe(
        ignoreElements(),
        endWith("shown" as const),
        catchError((error) => of(ports.reportFault(error))),
      )
    ),
    concatMap((outcome) => {
      const wasFaulty = isFaulty;
      isFaulty = outcome !== "shown";
      return outcome === "shown" || wasFaulty ? EMPTY : of(outcome);
    }),
    takeUntil(over$),
  );
  return merge(shared$, shown$);
}
