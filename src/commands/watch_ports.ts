import { incompleteFolders } from "../database/incomplete_folders.ts";
import type { Recorded } from "../database/record_folders.ts";
import { type Folder, lookAtFolder } from "../folder/list_folders.ts";
import { identifyDirectory } from "../folder/identify_directory.ts";
import { RecordedFolders } from "../folder/recorded_folders.ts";
import { listNewFolders } from "../folder/list_new_folders.ts";
import type { Watcher } from "../folder/watcher.ts";
import { folderEvents } from "../../streams/folder_events.ts";
import type { WatchPorts } from "../../streams/watch.ts";
import type { Intake } from "./intake.ts";
import { folderEvent, recordAsBatches } from "./record_as_batches.ts";
import { failureEvent } from "./failure_event.ts";
import { ProjectGate } from "./project_gate.ts";
import { type OnEnd, runPorts } from "./run_ports.ts";

const lookEveryMs = 1000;

interface WatchHandlers extends Pick<WatchPorts, "onInbox"> {
  readonly onEnd?: OnEnd;
}

/** Ties the watcher's streams to an intake and to the file system. */
export function watchPorts(
  intake: Intake,
  watcher: Watcher,
  scanEverySeconds: number,
  { onInbox, onEnd }: WatchHandlers,
): Omit<WatchPorts, "stop$" | "abort$"> {
  const gate = new ProjectGate(intake);
  const known = new Map<string, RecordedFolders>();
  const refused = new Set<string>();
  const knownIn = (base: string): RecordedFolders => {
    const there = known.get(base) ?? new RecordedFolders();
    known.set(base, there);
    return there;
  };
  return {
    ...runPorts(intake, onEnd),
    bases: intake.bases,
    onInbox,
    scanEveryMs: scanEverySeconds * 1000,
    lookEveryMs,
    identify: async (base) => {
      const identity = await identifyDirectory(base);
      if (identity === undefined) knownIn(base).forget();
      return identity;
    },
    events: (base) => folderEvents(watcher, base),
    list: (base) => foldersOf(intake, base, knownIn(base)),
    lookAt: lookAtFolder,
    record: async (folders: Folder[]) => {
      try {
        if (!await gate.isOpen()) return []; // a scan finds them again
        const recorded = await recordAsBatches(intake, folders);
        for (const { base, uid } of folders) knownIn(base).add(uid);
        return recorded.filter((one) => isNew(one, refused)).map(folderEvent);
      } catch (error) {
        return [failureEvent("recording.failed", error)];
      }
    },
  };
}

/** A folder that PostgreSQL refuses is reported once, although every scan finds it again. */
function isNew({ what, code }: Recorded, refused: Set<string>): boolean {
  if (what !== "refused") return true;
  const isFirst = !refused.has(code);
  refused.add(code);
  return isFirst;
}

/** What a scan looks at: folders that are new, and at every scan those that were incomplete. */
async function* foldersOf(
  { database: { sql } }: Intake,
  base: string,
  known: RecordedFolders,
): AsyncGenerator<Folder[]> {
  const incomplete = await incompleteFolders(sql, base).catch(() => new Set<string>());
  const again = await Promise.all([...incomplete].map((uid) => lookAtFolder(base, uid)));
  if (again.length > 0) yield again.filter((folder) => folder !== undefined);
  yield* listNewFolders(base, known);
}
