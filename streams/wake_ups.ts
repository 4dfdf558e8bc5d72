import { filter, map, merge, Observable, timer } from "rxjs";

/**
 * Subscribes a listener to the notifications of the database; the returned function unsubscribes.
 */
export type Listen = (listener: (status: string) => void) => () => void;

/** Emits the notifications of the database. */
export function notifications(listen: Listen): Observable<string> {
  return new Observable((subscriber) => listen((status) => subscriber.next(status)));
}

/**
 * Emits when there may be something to do: when any process has moved a Batch to one of `statuses`,
 * and every `everyMs` milliseconds, since a notification can be lost and a lease can expire.
 */
export function wakeUps(
  listen: Listen,
  statuses: readonly string[],
  everyMs: number,
): Observable<string> {
  return merge(
    timer(0, everyMs).pipe(map(() => "tick")),
    notifications(listen).pipe(filter((status) => statuses.includes(status))),
  );
}
