import type { Folder } from "../folder/list_folders.ts";
import { identifyDirectory } from "../folder/identify_directory.ts";
import { listFolders, lookAtFolder } from "../folder/list_folders.ts";
import type { Watcher } from "../folder/watcher.ts";
import { folderEvents } from "../../streams/folder_events.ts";
import type { WatchPorts } from "../../streams/watch.ts";
import { type Intake, recordAsBatches } from "./intake.ts";
import { faultNews, runPorts } from "./run_ports.ts";

const lookEveryMs = 1000;

/** Ties the watcher's streams to an intake and to the file system. */
export function watchPorts(
  intake: Intake,
  watcher: Watcher,
  scanEverySeconds: number,
): Omit<WatchPorts, "stop$" | "abort$"> {
  return {
    ...runPorts(intake),
    bases: intake.bases,
    scanEveryMs: scanEverySeconds * 1000,
    lookEveryMs,
    identify: identifyDirectory,
    events: (base) => folderEvents(watcher, base),
    list: (base) => listFolders(base),
    lookAt: lookAtFolder,
    record: (folders: Folder[]) =>
      recordAsBatches(intake, folders).catch((error) => [faultNews("record.failed", error)]),
  };
}
