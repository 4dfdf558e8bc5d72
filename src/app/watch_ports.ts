import type { WatchPorts } from "../../streams/watch.ts";
import {
  incompleteFolders,
  type Recorded,
  recordFolders,
} from "../database/batches/record_folders.ts";
import type { Executor } from "../database/connect/sql.ts";
import { batchCode } from "../deidentify/pseudonyms/pseudonym_key.ts";
import { examineFolders } from "../folder/list_folders.ts";
import { listNewFolders, RecordedFolders } from "../folder/list_new_folders.ts";
import type { Watcher } from "../folder/watcher.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { Folder, FoundFolder } from "../model/folder.ts";
import { failureEvent, rowRefused } from "../pipeline/classify_fault.ts";
import { identifyDirectory } from "../system/paths.ts";
import type { OnEnd } from "./claim_port.ts";
import { deliveryPorts } from "./delivery_ports.ts";
import type { Intake } from "./intake.ts";
import { ProjectGate } from "./project_gate.ts";
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
    deliveries: deliveryPorts(intake),
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

/**
 * Records folders as Batches with the origin of this intake. Unchanged folders are not returned.
 */
export async function recordAsBatches(
  intake: Intake,
  folders: readonly Folder[],
  sql: Executor = intake.database.sql,
): Promise<Recorded[]> {
  const found = folders.map((folder) => ({
    ...folder,
    code: batchCode(intake.keys.current, folder.uid),
  }));
  return await recordFolders(sql, found, intake.origin);
}

/** The event that reports a recorded folder. */
export function folderEvent({ code: batch, what }: Recorded): IntakeEvent {
  switch (what) {
    case "added":
      return { name: "folder.recorded", level: "debug", batch };
    case "returned":
      return { name: "folder.reappeared", level: "debug", batch };
    case "changed":
      return { name: "folder.changed", level: "warn", batch };
    case "conflict":
      return { name: "folder.conflicted", level: "warn", batch };
    case "refused": {
      const { code, message: reason, hint } = rowRefused(undefined);
      return { name: "folder.refused", level: "warn", batch, code, reason, hint };
    }
  }
}
