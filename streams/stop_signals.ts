import { merge, Observable, ReplaySubject, skip, switchMap, take, takeUntil, timer } from "rxjs";

/** The two ways of stopping, as streams that emit at most once, also to late subscribers. */
export interface StopSignals {
  /** The first SIGTERM or SIGINT: admit nothing more. */
  readonly stop$: Observable<unknown>;
  /** The second, or the end of the time of grace: give back what is running. */
  readonly abort$: Observable<unknown>;
}

/** Derives both from the raw signals of a process, until `ended$`. */
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

/** SIGTERM and SIGINT of this process, for as long as somebody is subscribed. */
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
