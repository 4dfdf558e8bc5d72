import {
  distinctUntilChanged,
  exhaustMap,
  from,
  type Observable,
  type ObservableInput,
  timer,
} from "rxjs";

/**
 * Emits the identity (device and inode) of the directory at an inbox's path, at once and whenever
 * it changes; `undefined` if there is no directory. Polling is necessary: mounting, unmounting and
 * recreating a directory cause no file system event.
 */
export function inboxPresence(
  identify: () => ObservableInput<string | undefined>,
  checkEveryMs: number,
): Observable<string | undefined> {
  return timer(0, checkEveryMs).pipe(
    exhaustMap(() => from(identify())),
    distinctUntilChanged(),
  );
}
