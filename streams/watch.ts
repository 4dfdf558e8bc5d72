import { filter, map, merge, type Observable, share, takeUntil, tap } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { type InboxEvent, inboxFolders, type InboxPorts } from "./inbox.ts";
import { record } from "./record.ts";
import { runBatches, type RunPorts } from "./run_batches.ts";

/** Everything that watching needs. */
export interface WatchPorts extends InboxPorts, RunPorts {
  readonly bases: readonly string[];
  readonly record: (folders: Folder[]) => Promise<IntakeEvent[]>;
  /** Called when an inbox was found, or was found missing. */
  readonly onInbox: (base: string, isPresent: boolean) => void;
}

/**
 * The watcher. Events and scans of every inbox find folders, finished folders become rows, and rows
 * are claimed and processed, at most `concurrency` at once. Emits events. Completes after `stop$`
 * when all jobs have ended.
 */
export function watch(ports: WatchPorts): Observable<IntakeEvent> {
  const seen$ = merge(...ports.bases.map((base) => inboxFolders(base, ports))).pipe(
    takeUntil(ports.stop$), // no new folders; running jobs continue
    tap((seen) => {
      if (seen.kind === "present" || seen.kind === "missing") {
        ports.onInbox(seen.base, seen.kind === "present");
      }
    }),
    share(),
  );
  return merge(
    runBatches(ports), // claims rows that any process has recorded
    seen$.pipe(inboxEvents()),
    seen$.pipe(folders(), record(ports.record)), // a recorded folder stops here
  );
}

function folders(): (seen$: Observable<InboxEvent>) => Observable<Folder> {
  return (seen$) =>
    seen$.pipe(filter((seen) => seen.kind === "folder"), map((seen) => seen.folder));
}

function inboxEvents(): (seen$: Observable<InboxEvent>) => Observable<IntakeEvent> {
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
