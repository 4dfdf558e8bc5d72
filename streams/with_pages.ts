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

/** What refreshing web pages needs. */
export interface PagePorts {
  /** Notifies about every Batch that changes or makes progress in any process. */
  readonly listen: Listen;
  /** Sends the changes to all open pages. */
  readonly refresh: () => ObservableInput<unknown>;
  /** Converts an error of `refresh` to an event. */
  readonly reportFault: (error: unknown) => IntakeEvent;
  /** The least time between two refreshes, which grows with the number of open pages. */
  readonly pauseMs: () => number;
  /** How often pages are refreshed without any change. */
  readonly everyMs: number;
}

/**
 * Passes on a command's events and refreshes the web pages after each event and each notification
 * from the database. Refreshes never overlap, and the last change is always shown. A failed refresh
 * adds an event, which is repeated only after a successful one.
 */
export function withPages(
  events$: Observable<IntakeEvent>,
  ports: PagePorts,
): Observable<IntakeEvent> {
  const shared$ = events$.pipe(share());
  const over$ = shared$.pipe(ignoreElements(), endWith("over"));
  const moved$ = new Observable<string>((subscriber) =>
    ports.listen((status) => subscriber.next(status))
  );
  let hasFailed = false;
  const failures$ = merge(moved$, shared$, interval(ports.everyMs)).pipe(
    throttle(() => timer(ports.pauseMs()), { leading: true, trailing: true }),
    coalesceMap(() =>
      from(ports.refresh()).pipe(
        ignoreElements(),
        endWith("refreshed" as const),
        catchError((error) => of(ports.reportFault(error))),
      )
    ),
    concatMap((outcome) => {
      const hadFailed = hasFailed;
      hasFailed = outcome !== "refreshed";
      return outcome === "refreshed" || hadFailed ? EMPTY : of(outcome);
    }),
    takeUntil(over$),
  );
  return merge(shared$, failures$);
}
