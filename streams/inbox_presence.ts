import {
  distinctUntilChanged,
  exhaustMap,
  from,
  type Observable,
  type ObservableInput,
  timer,
} from "rxjs";

/**
 * Which directory stands at a base's path: emits its identity (device and inode) at once and
 * whenever another takes its place, `undefined` while there is none. A mount, an unmount and
 * a base that was made anew give no file system event; only looking tells.
 */
export function inboxPresence(
  identify: () => ObservableInput<string | undefined>,
  lookEveryMs: number,
): Observable<string | undefined> {
  return timer(0, lookEveryMs).pipe(
    exhaustMap(() => from(identify())),
    distinctUntilChanged(),
  );
}
