import { filter, map, merge, Observable, timer } from "rxjs";

/** Subscribes a listener to the database's notifications; the answer ends it. */
export type Listen = (listener: (status: string) => void) => () => void;

/**
 * Reasons to look for something to do: a Batch came into one of these statuses, in whichever
 * process, or `everyMs` have passed (a notification can be lost, a lease can expire).
 */
export function wakeUps(
  listen: Listen,
  statuses: readonly string[],
  everyMs: number,
): Observable<string> {
  const moved$ = new Observable<string>((subscriber) =>
    listen((status) => subscriber.next(status))
  );
  return merge(
    timer(0, everyMs).pipe(map(() => "tick")),
    moved$.pipe(filter((status) => statuses.includes(status))),
  );
}
