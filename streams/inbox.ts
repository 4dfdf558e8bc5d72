import { filter, map, merge, mergeMap, type Observable, of, share, switchMap } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import type { WatchEvent } from "../src/folder/watcher_worker.ts";
import { inboxPresence } from "./inbox_presence.ts";
import { folderScans, unlisted } from "./folder_scans.ts";

/** Folders that are examined in parallel, so that a slow file system is not overloaded. */
const maxParallel = 16;

/** What watching an inbox needs. `base` is the path of the inbox. */
export interface InboxPorts {
  /** Identity of the directory at the path; undefined if it is missing. */
  readonly identify: (base: string) => Promise<string | undefined>;
  readonly events: (base: string) => Observable<WatchEvent>;
  readonly list: (base: string) => AsyncIterable<Folder[]>;
  /** Examines one folder; undefined if it does not exist or is not finished. */
  readonly examine: (base: string, name: string, settled: boolean) => Promise<Folder | undefined>;
  readonly scanEveryMs: number;
  /** How often to check whether the inbox exists. */
  readonly checkEveryMs: number;
}

/** A finished folder, or a change of the inbox; `unlisted`: a scan could not list the inbox. */
export type InboxEvent =
  | { readonly kind: "folder"; readonly folder: Folder }
  | { readonly kind: "missing" | "present" | "unlisted"; readonly base: string };

/**
 * Emits the finished folders of one inbox, found by events and scans, until unsubscribed. When the
 * inbox disappears, its watch ends; when it reappears (or is replaced), it is watched and scanned
 * again. The scan starts after the watch, so that no folder that arrives between them is lost.
 */
export function inboxFolders(base: string, ports: InboxPorts): Observable<InboxEvent> {
  return inboxPresence(() => ports.identify(base), ports.checkEveryMs).pipe(
    // switchMap: a watch may be discarded, unlike a job
    switchMap((identity) =>
      identity === undefined
        ? of({ kind: "missing", base } as const)
        : merge(of({ kind: "present", base } as const), presentFolders(base, ports))
    ),
  );
}

function presentFolders(base: string, ports: InboxPorts): Observable<InboxEvent> {
  const events$ = ports.events(base).pipe(share());
  const seen$ = events$.pipe(
    filter((event) => event.kind === "child"),
    mergeMap((event) => ports.examine(base, event.name, event.renamed), maxParallel),
    filter((folder) => folder !== undefined),
  );
  const scanNow$ = events$.pipe(filter((event) => event.kind !== "child"));
  const listed$ = folderScans(() => ports.list(base), ports.scanEveryMs, scanNow$);
  return merge(seen$, listed$).pipe(
    map((found) =>
      found === unlisted ? { kind: "unlisted", base } : { kind: "folder", folder: found }
    ),
  );
}
