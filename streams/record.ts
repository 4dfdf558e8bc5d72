import { defer, from, type OperatorFunction, tap } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";

const windowSize = 5000;

/**
 * Records folders as Batches: the row is the truth, and a folder that is known already
 * stops here. Folders that come while a statement runs go into the next one together,
 * each once, so a burst of events costs a few statements.
 */
export function record(
  recordWindow: (folders: Folder[]) => Promise<IntakeEvent[]>,
): OperatorFunction<Folder, IntakeEvent> {
  return (folders$) =>
    defer(() => {
      const waiting = new Map<string, Folder>();
      return folders$.pipe(
        tap((folder) => keep(waiting, folder)),
        coalesceMap(() => from(drain(waiting, recordWindow))),
      );
    });
}

/** That a folder was renamed into place is not forgotten when a scan shows it as well. */
function keep(waiting: Map<string, Folder>, folder: Folder): void {
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
