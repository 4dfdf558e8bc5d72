import {
  catchError,
  defer,
  EMPTY,
  ignoreElements,
  interval,
  merge,
  type MonoTypeOperatorFunction,
  type ObservableInput,
  of,
  tap,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { publishAfter } from "./publish_after.ts";
import { type Listen, notifications } from "./wake_ups.ts";

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
export function withPages(ports: PagePorts): MonoTypeOperatorFunction<IntakeEvent> {
  const { listen, refresh, reportFault, pauseMs, everyMs } = ports;
  return (events$) =>
    defer(() => {
      let hasFailed = false;
      const reportOnce = (error: unknown): ObservableInput<IntakeEvent> => {
        const isRepeated = hasFailed;
        hasFailed = true;
        return isRepeated ? EMPTY : of(reportFault(error));
      };
      return events$.pipe(publishAfter({
        triggers: (changes$) => merge(notifications(listen), changes$, interval(everyMs)),
        pauseMs,
        publish: () =>
          defer(refresh).pipe(
            ignoreElements(),
            tap({ complete: () => void (hasFailed = false) }),
            catchError(reportOnce),
          ),
      }));
    });
}
