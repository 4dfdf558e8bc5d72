import { incompleteFolders } from "../database/incomplete_folders.ts";
import type { Recorded } from "../database/record_folders.ts";
import { examineFolders, type FoundFolder } from "../folder/list_folders.ts";
import { identifyDirectory } from "../folder/identify_directory.ts";
import { RecordedFolders } from "../folder/recorded_folders.ts";
import { listNewFolders } from "../folder/list_new_folders.ts";
import type { Watcher } from "../folder/watcher.ts";
import type { WatchPorts } from "../../streams/watch.ts";
import type { Intake } from "./intake.ts";
import { folderEvent, recordAsBatches } from "./record_as_batches.ts";
import { failureEvent } from "./failure_event.ts";
import { ProjectGate } from "./project_gate.ts";
import type { OnEnd } from "./claim_port.ts";
import { runPorts } from "./run_ports.ts";

const checkEveryMs = 1000;

/** Connects the streams of the watcher with an intake and the file system. */
export function watchPorts(
  intake: Intake,
  watcher: Watcher,
  scanEverySeconds: number,
  onEnd?: OnEnd,
): WatchPorts {
  const recorded = new Map<string, RecordedFolders>();
  const recordedIn = (base: string): RecordedFolders => {
    const folders = recorded.get(base) ?? new RecordedFolders();
    recorded.set(base, folders);
    return folders;
  };
  return {
    inboxes: {
      bases: intake.bases,
      scanEveryMs: scanEverySeconds * 1000,
      checkEveryMs,
      identify: async (base) => {
        const identity = await identifyDirectory(base);
        if (identity === undefined) recordedIn(base).forget();
        return identity;
      },
      watch: (base, listener) => watcher.watch(base, listener),
      list: (base) => foldersOf(intake, base, recordedIn(base)),
    },
    record: recordPort(intake, recordedIn),
    batches: runPorts(intake, onEnd),
  };
}

/** Examines finished folders and records them, unless the project does not accept Batches. */
function recordPort(
  intake: Intake,
  recordedIn: (base: string) => RecordedFolders,
): WatchPorts["record"] {
  const gate = new ProjectGate(intake);
  const refused = new Set<string>();
  return async (found) => {
    try {
      const folders = await examineFolders(found);
      if (folders.length === 0 || !await gate.isOpen()) return []; // a scan finds them again
      const results = await recordAsBatches(intake, folders);
      for (const { base, uid } of folders) recordedIn(base).add(uid);
      return results.filter((one) => isNew(one, refused)).map(folderEvent);
    } catch (error) {
      return [failureEvent("recording.failed", error)];
    }
  };
}

/** A folder that PostgreSQL refuses is reported once, although every scan finds it again. */
function isNew({ what, code }: Recorded, refused: Set<string>): boolean {
  if (what !== "refused") return true;
  const isFirst = !refused.has(code);
  refused.add(code);
  return isFirst;
}

/** Lists the folders for a scan: new ones, and incomplete ones at every scan. */
async function* foldersOf(
  { database: { sql } }: Intake,
  base: string,
  recorded: RecordedFolders,
): AsyncGenerator<FoundFolder[]> {
  const incomplete = await incompleteFolders(sql, base).catch(() => new Set<string>());
  if (incomplete.size > 0) yield [...incomplete].map((uid) => ({ base, uid, settled: false }));
  yield* listNewFolders(base, recorded);
}
