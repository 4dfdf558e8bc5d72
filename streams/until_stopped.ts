import { ignoreElements, type Observable, take } from "rxjs";

/** Emits nothing and completes when `stop$` emits. */
export function untilStopped(stop$: Observable<unknown>): Observable<never> {
  return stop$.pipe(take(1), ignoreElements());
}
