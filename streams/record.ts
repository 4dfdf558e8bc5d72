import {
  defer,
  EMPTY,
  mergeAll,
  type Observable,
  type ObservableInput,
  of,
  type OperatorFunction,
  repeat,
  tap,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import type { FoundFolder } from "../src/model/folder.ts";
import { coalesceMap } from "./coalesce_map.ts";

/** Examines finished folders and records them as Batches. Never rejects. */
export type RecordFolders = (
  folders: FoundFolder[],
) => ObservableInput<readonly IntakeEvent[]>;

const windowSize = 5000;

/**
 * Records folders as Batches; a folder that already has a row causes no event. Folders that arrive
 * while a statement runs are collected without repetition and recorded by the next statement, so
 * that a burst of events needs few statements.
 */
export function record(recordWindow: RecordFolders): OperatorFunction<FoundFolder, IntakeEvent> {
  return (folders$) =>
    defer(() => {
      const waiting = new Map<string, FoundFolder>();
      return folders$.pipe(
        tap((folder) => collect(waiting, folder)),
        coalesceMap(() => drain(waiting, recordWindow)),
      );
    });
}

/**
 * Adds a folder. `settled` remains true if a scan also finds a folder that was renamed into place.
 */
function collect(waiting: Map<string, FoundFolder>, folder: FoundFolder): void {
  const key = `${folder.base}/${folder.uid}`;
  const settled = folder.settled || (waiting.get(key)?.settled ?? false);
  waiting.set(key, { ...folder, settled });
}

/** Records all folders that are waiting, one window after the other. */
function drain(
  waiting: Map<string, FoundFolder>,
  recordWindow: RecordFolders,
): Observable<IntakeEvent> {
  return defer(() => {
    const window = [...waiting.entries().take(windowSize)];
    for (const [key] of window) waiting.delete(key);
    return window.length > 0 ? recordWindow(window.map(([, folder]) => folder)) : EMPTY;
  }).pipe(
    mergeAll(),
    repeat({ delay: () => waiting.size > 0 ? of("another window") : EMPTY }),
  );
}
