import { merge, Observable, ReplaySubject, skip, switchMap, take, takeUntil, timer } from "rxjs";

/** The two stop signals, as streams that emit at most once, also for late subscribers. */
export interface StopSignals {
  /** The first SIGTERM or SIGINT: no new work is started. */
  readonly stop$: Observable<unknown>;
  /** The second signal, or the end of the grace period: running jobs are aborted and requeued. */
  readonly abort$: Observable<unknown>;
}

/** Derives both streams from the signals of a process, until `ended$` emits. */
export function stopSignals(
  signals$: Observable<unknown>,
  graceMs: number,
  ended$: Observable<unknown>,
): StopSignals {
  const received$ = new ReplaySubject<unknown>(2);
  signals$.pipe(takeUntil(ended$)).subscribe(received$);
  const stop$ = received$.pipe(take(1));
  const graceOver$ = stop$.pipe(switchMap(() => timer(graceMs)));
  const abort$ = merge(received$.pipe(skip(1)), graceOver$).pipe(take(1), takeUntil(ended$));
  return { stop$, abort$ };
}

/** Emits SIGTERM and SIGINT of this process (SIGINT and SIGBREAK on Windows) until unsubscribed. */
export function processSignals(): Observable<Deno.Signal> {
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM"];
  return new Observable((subscriber) => {
    for (const signal of signals) {
      const listener = (): void => subscriber.next(signal);
      Deno.addSignalListener(signal, listener);
      subscriber.add(() => Deno.removeSignalListener(signal, listener));
    }
  });
}
