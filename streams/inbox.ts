import {
  catchError,
  connect,
  defer,
  distinctUntilChanged,
  exhaustMap,
  filter,
  from,
  map,
  merge,
  mergeAll,
  Observable,
  type ObservableInput,
  of,
  startWith,
  switchMap,
  timer,
} from "rxjs";
import type { WatchEvent } from "../src/folder/watcher.ts";
import type { FoundFolder } from "../src/model/folder.ts";
import { coalesceMap } from "./coalesce_map.ts";

/** What watching inboxes needs. `base` is the path of an inbox. */
export interface InboxPorts {
  readonly bases: readonly string[];
  /** Identity of the directory at the path; undefined if it is missing. */
  readonly identify: (base: string) => ObservableInput<string | undefined>;
  /** Calls `listener` for events in an inbox until the returned function is called. */
  readonly watch: (base: string, listener: (event: WatchEvent) => void) => () => void;
  /** Lists the folders of an inbox, in windows. */
  readonly list: (base: string) => ObservableInput<FoundFolder[]>;
  readonly scanEveryMs: number;
  /** How often to check whether the inbox exists. */
  readonly checkEveryMs: number;
}

/** A folder that was found, or a change of the inbox; `unlisted`: a scan could not list it. */
export type InboxEvent =
  | { readonly kind: "folder"; readonly folder: FoundFolder }
  | { readonly kind: "missing" | "present" | "unlisted"; readonly base: string };

/**
 * Emits the folders of one inbox, finished or not, found by events and scans, until unsubscribed.
 * When the inbox disappears, its watch ends; when it reappears (or is replaced), it is watched and
 * scanned again. The scan starts after the watch, so that no folder that arrives between them is
 * lost.
 */
export function inboxFolders(base: string, ports: InboxPorts): Observable<InboxEvent> {
  return inboxPresence(() => ports.identify(base), ports.checkEveryMs).pipe(
    // switchMap: the watch of a directory that is gone may be discarded, unlike a job
    switchMap((identity) =>
      identity === undefined
        ? of<InboxEvent>({ kind: "missing", base })
        : presentFolders(base, ports).pipe(startWith<InboxEvent>({ kind: "present", base }))
    ),
  );
}

function presentFolders(base: string, ports: InboxPorts): Observable<InboxEvent> {
  const watch$ = new Observable<WatchEvent>((subscriber) =>
    ports.watch(base, (event) => subscriber.next(event))
  );
  return watch$.pipe(
    connect((events$) => {
      const scanNow$ = events$.pipe(filter(({ kind }) => kind !== "child"));
      return merge(
        folderEvents(base, events$),
        folderScans(() => ports.list(base), ports.scanEveryMs, scanNow$),
      );
    }),
    map((found): InboxEvent =>
      found === unlisted ? { kind: "unlisted", base } : { kind: "folder", folder: found }
    ),
  );
}

/** Emits the folders that events of the file system name. */
function folderEvents(base: string, events$: Observable<WatchEvent>): Observable<FoundFolder> {
  return events$.pipe(
    filter((event) => event.kind === "child"),
    map(({ name, renamed }) => ({ base, uid: name, settled: renamed })),
  );
}

/** Emitted when the inbox could not be listed. */
export const unlisted = Symbol("unlisted");

/**
 * Lists an inbox at once, every `everyMs` milliseconds, and whenever `scanNow$` emits because
 * events were lost; never two listings at a time. A failed listing emits {@link unlisted} and does
 * not end the stream.
 */
export function folderScans(
  list: () => ObservableInput<FoundFolder[]>,
  everyMs: number,
  scanNow$: Observable<unknown>,
): Observable<FoundFolder | typeof unlisted> {
  return merge(timer(0, everyMs), scanNow$).pipe(
    coalesceMap(() => defer(list).pipe(mergeAll(), catchError(() => of(unlisted)))),
  );
}

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
