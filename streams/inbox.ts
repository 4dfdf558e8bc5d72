import { filter, map, merge, mergeMap, type Observable, of, share, switchMap } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import type { WatchEvent } from "../src/folder/watcher_worker.ts";
import { inboxPresence } from "./inbox_presence.ts";
import { folderScans, unlisted } from "./folder_scans.ts";

/** A slow file system delays few looks; the others wait. */
const looksAtOnce = 16;

/** What a base is looked at with. */
export interface InboxPorts {
  readonly identify: (base: string) => Promise<string | undefined>;
  readonly events: (base: string) => Observable<WatchEvent>;
  readonly list: (base: string) => AsyncIterable<Folder[]>;
  readonly lookAt: (base: string, name: string, settled: boolean) => Promise<Folder | undefined>;
  readonly scanEveryMs: number;
  readonly lookEveryMs: number;
}

export type InboxEvent =
  | { readonly kind: "folder"; readonly folder: Folder }
  | { readonly kind: "missing" | "present" | "unlisted"; readonly base: string };

/**
 * The finished folders of one base, by events and by scans, for as long as the program runs:
 * when the base disappears its watch is given up, and when it (or another in its place) comes
 * back it is watched and scanned anew. The scan starts after the watch, so nothing that comes
 * between the two is lost.
 */
export function inboxFolders(base: string, ports: InboxPorts): Observable<InboxEvent> {
  return inboxPresence(() => ports.identify(base), ports.lookEveryMs).pipe(
    // a watch is discardable, unlike work
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
    filter((hint) => hint.kind === "child"),
    mergeMap((hint) => ports.lookAt(base, hint.name, hint.renamed), looksAtOnce),
    filter((folder) => folder !== undefined),
  );
  const scanNow$ = events$.pipe(filter((hint) => hint.kind !== "child"));
  const listed$ = folderScans(() => ports.list(base), ports.scanEveryMs, scanNow$);
  return merge(seen$, listed$).pipe(
    map((found) =>
      found === unlisted ? { kind: "unlisted", base } : { kind: "folder", folder: found }
    ),
  );
}
