import { connect, defer, filter, map, merge, mergeMap, type Observable, takeUntil } from "rxjs";
import { isFinished } from "../src/folder/is_finished.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import type { FoundFolder } from "../src/model/folder.ts";
import { type BatchPorts, claims } from "./claims.ts";
import { deliveries, type DeliveryPorts } from "./deliveries.ts";
import { type InboxEvent, inboxFolders, type InboxPorts } from "./inbox.ts";
import { runLeased, Slots } from "./leased_claims.ts";
import { record, type RecordFolders } from "./record.ts";
import type { StopSignals } from "./run_to_end.ts";

/** Everything that watching needs. */
export interface WatchPorts {
  readonly inboxes: InboxPorts;
  readonly record: RecordFolders;
  readonly batches: BatchPorts;
  readonly deliveries: DeliveryPorts;
}

/**
 * The watcher. Events and scans of every inbox find folders, finished folders become rows, and rows
 * are claimed and processed, at most `concurrency` at once. Placed outputs are sent to their
 * targets independently of that. Emits events. Completes after `stop$` when all jobs have ended.
 */
export function watch(ports: WatchPorts, signals: StopSignals): Observable<IntakeEvent> {
  const { inboxes, batches } = ports;
  // streams/inbox.ts merges events and scans of an inbox; a source without an inbox is merged here
  const seen$ = merge(...inboxes.bases.map((base) => inboxFolders(base, inboxes))).pipe(
    takeUntil(signals.stop$), // admit nothing more; running jobs continue
  );
  // `process` is processBatch of src/pipeline, `concurrency` the setting CONCURRENCY (src/cli). A
  // new row wakes claims() by `batches.wake$`; it claims only as many rows as slots are free, in
  // the order of src/database/batches/claim_batches.ts
  const processed$ = defer(() => claims(batches, new Slots(), signals)).pipe(
    mergeMap((claimed) => runLeased(claimed, batches.process), batches.concurrency),
  );
  // one stream for each target, so that none waits for another
  const delivered$ = deliveries(ports.deliveries, signals);
  return seen$.pipe(
    connect((seen$) =>
      // both subscribe before the first event
      merge(
        processed$,
        delivered$,
        seen$.pipe(inboxChanges()),
        seen$.pipe(recordFinished(ports.record)),
      )
    ),
  );
}

/** Records finished folders; the row is the truth, and a folder that has one is not repeated. */
function recordFinished(
  recordFolders: RecordFolders,
): (seen$: Observable<InboxEvent>) => Observable<IntakeEvent> {
  return (seen$) =>
    seen$.pipe(
      folders(),
      // by the name of the folder: hidden, or the extension starts with "tmp"; a rule about its
      // content belongs to `examineFolder` (src/folder/list_folders.ts)
      filter(({ uid }) => isFinished(uid)),
      record(recordFolders),
    );
}

function folders(): (seen$: Observable<InboxEvent>) => Observable<FoundFolder> {
  return (seen$) =>
    seen$.pipe(filter((seen) => seen.kind === "folder"), map((seen) => seen.folder));
}

function inboxChanges(): (seen$: Observable<InboxEvent>) => Observable<IntakeEvent> {
  return (seen$) =>
    seen$.pipe(
      filter((seen) => seen.kind !== "folder"),
      map(({ kind, base: directory }) => inboxChange(kind, directory)),
    );
}

function inboxChange(kind: "present" | "missing" | "unlisted", directory: string): IntakeEvent {
  switch (kind) {
    case "present":
      return { name: "inbox.found", level: "info", directory };
    case "missing":
      return { name: "inbox.lost", level: "warn", directory };
    case "unlisted":
      return { name: "scan.failed", level: "warn", directory };
  }
}
