import { filter, map, merge, type Observable, share, takeUntil, tap } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { type InboxEvent, inboxFolders, type InboxPorts } from "./inbox.ts";
import { record } from "./record.ts";
import { runBatches, type RunPorts } from "./run_batches.ts";

/** Everything the watcher touches of the world outside. */
export interface WatchPorts extends InboxPorts, RunPorts {
  readonly bases: readonly string[];
  readonly record: (folders: Folder[]) => Promise<IntakeEvent[]>;
  /** Called when an inbox was found, or was found missing. */
  readonly onInbox: (base: string, isPresent: boolean) => void;
}

/**
 * The watcher. Events and scans of every base become folders; finished ones become rows;
 * rows are claimed and worked off, at most `concurrency` at once. Emits what happens;
 * completes when `stop$` has come and the work in hand is done.
 */
export function watch(ports: WatchPorts): Observable<IntakeEvent> {
  const seen$ = merge(...ports.bases.map((base) => inboxFolders(base, ports))).pipe(
    takeUntil(ports.stop$), // admit nothing more; what is in flight drains
    tap((seen) => {
      if (seen.kind === "present" || seen.kind === "missing") {
        ports.onInbox(seen.base, seen.kind === "present");
      }
    }),
    share(),
  );
  return merge(
    runBatches(ports), // claims rows, from whichever process
    seen$.pipe(baseReports()),
    seen$.pipe(folders(), record(ports.record)), // a known folder stops here
  );
}

function folders(): (seen$: Observable<InboxEvent>) => Observable<Folder> {
  return (seen$) =>
    seen$.pipe(filter((seen) => seen.kind === "folder"), map((seen) => seen.folder));
}

function baseReports(): (seen$: Observable<InboxEvent>) => Observable<IntakeEvent> {
  return (seen$) =>
    seen$.pipe(
      filter((seen) => seen.kind !== "folder"),
      map(({ kind, base: directory }) => inboxEvent(kind, directory)),
    );
}

function inboxEvent(kind: "present" | "missing" | "unlisted", directory: string): IntakeEvent {
  switch (kind) {
    case "present":
      return { name: "inbox.found", level: "info", directory };
    case "missing":
      return { name: "inbox.lost", level: "warn", directory };
    case "unlisted":
      return { name: "scan.failed", level: "warn", directory };
  }
}
