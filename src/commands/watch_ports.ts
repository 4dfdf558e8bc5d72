import { incompleteFolders } from "../database/incomplete_folders.ts";
import type { Folder } from "../folder/list_folders.ts";
import { identifyDirectory } from "../folder/identify_directory.ts";
import { KnownFolders } from "../folder/known_folders.ts";
import { listNewFolders } from "../folder/list_new_folders.ts";
import type { News } from "../log.ts";
import { lookAtFolder } from "../folder/list_folders.ts";
import type { Watcher } from "../folder/watcher.ts";
import { folderEvents } from "../../streams/folder_events.ts";
import type { WatchPorts } from "../../streams/watch.ts";
import type { Intake } from "./intake.ts";
import { recordAsBatches } from "./record_as_batches.ts";
import { faultNews } from "./fault_news.ts";
import { ProjectGate } from "./project_gate.ts";
import { runPorts } from "./run_ports.ts";

const lookEveryMs = 1000;

/** Ties the watcher's streams to an intake and to the file system. */
export function watchPorts(
  intake: Intake,
  watcher: Watcher,
  scanEverySeconds: number,
): Omit<WatchPorts, "stop$" | "abort$"> {
  const gate = new ProjectGate(intake);
  const known = new Map<string, KnownFolders>();
  const refused = new Set<string>();
  const knownIn = (base: string): KnownFolders => {
    const there = known.get(base) ?? new KnownFolders();
    known.set(base, there);
    return there;
  };
  return {
    ...runPorts(intake),
    bases: intake.bases,
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
        if (await gate.refusal()) return []; // a scan finds them again
        const news = await recordAsBatches(intake, folders);
        for (const { base, uid } of folders) knownIn(base).add(uid);
        return news.filter((one) => isNewsOf(one, refused));
      } catch (error) {
        return [faultNews("record.failed", error)];
      }
    },
  };
}

/** A folder that PostgreSQL refuses is reported once, though events and scans show it again. */
function isNewsOf({ event, batch = "" }: News, refused: Set<string>): boolean {
  if (event !== "folder.refused") return true;
  const isNew = !refused.has(batch);
  refused.add(batch);
  return isNew;
}

/** What a scan looks at: folders that are new, and at every scan those that were incomplete. */
async function* foldersOf(
  { database: { sql } }: Intake,
  base: string,
  known: KnownFolders,
): AsyncGenerator<Folder[]> {
  const incomplete = await incompleteFolders(sql, base).catch(() => new Set<string>());
  const again = await Promise.all([...incomplete].map((uid) => lookAtFolder(base, uid)));
  if (again.length > 0) yield again.filter((folder) => folder !== undefined);
  yield* listNewFolders(base, known);
}
