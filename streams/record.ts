import { defer, from, type OperatorFunction, tap } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";

const windowSize = 5000;

/**
 * Records folders as Batches; a folder that already has a row causes no event. Folders that arrive
 * while a statement runs are collected without repetition and recorded by the next statement, so
 * that a burst of events needs few statements.
 */
export function record(
  recordWindow: (folders: Folder[]) => Promise<IntakeEvent[]>,
): OperatorFunction<Folder, IntakeEvent> {
  return (folders$) =>
    defer(() => {
      const waiting = new Map<string, Folder>();
      return folders$.pipe(
        tap((folder) => collect(waiting, folder)),
        coalesceMap(() => from(drain(waiting, recordWindow))),
      );
    });
}

/**
 * Adds a folder. `settled` remains true if a scan also finds a folder that was renamed into place.
 */
function collect(waiting: Map<string, Folder>, folder: Folder): void {
  const key = `${folder.base}/${folder.uid}`;
  const settled = folder.settled || (waiting.get(key)?.settled ?? false);
  waiting.set(key, { ...folder, settled });
}

async function* drain(
  waiting: Map<string, Folder>,
  recordWindow: (folders: Folder[]) => Promise<IntakeEvent[]>,
): AsyncGenerator<IntakeEvent> {
  while (waiting.size > 0) {
    const window = [...waiting.entries()].slice(0, windowSize);
    for (const [key] of window) waiting.delete(key);
    yield* await recordWindow(window.map(([, folder]) => folder));
  }
}
