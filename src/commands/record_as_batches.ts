import type { Executor } from "../database/executor.ts";
import { type Recorded, recordFolders } from "../database/record_folders.ts";
import { batchCode } from "../deidentify/pseudonym.ts";
import type { Folder } from "../folder/list_folders.ts";
import type { IntakeEvent } from "../model/event.ts";
import { rowRefused } from "../pipeline/classify_fault.ts";
import type { Intake } from "./intake.ts";

/** Records folders as Batches with the origin of this intake. Unchanged folders are not returned. */
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
