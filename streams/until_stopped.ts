import { ignoreElements, type Observable, take } from "rxjs";

/** Tells nothing, and completes when `stop$` has come. */
export function untilStopped(stop$: Observable<unknown>): Observable<never> {
  return stop$.pipe(take(1), ignoreElements());
}
