import type { Executor } from "../database/executor.ts";
import { recordFolders } from "../database/record_folders.ts";
import { batchCode } from "../deidentify/pseudonym.ts";
import type { Folder } from "../folder/list_folders.ts";
import type { News } from "../log.ts";
import { rowRefused } from "../pipeline/classify_fault.ts";
import type { Intake } from "./intake.ts";

/** Records folders as Batches of this intake's origin, and says what is new. */
export async function recordAsBatches(
  intake: Intake,
  folders: readonly Folder[],
  sql: Executor = intake.database.sql,
): Promise<News[]> {
  const found = folders.map((folder) => ({
    ...folder,
    code: batchCode(intake.keys.current, folder.uid),
  }));
  const recorded = await recordFolders(sql, found, intake.origin);
  return recorded.map(({ code, what }) => ({
    event: `folder.${what}`,
    level: what === "added" || what === "returned" ? "debug" : "warn",
    batch: code,
    ...(what === "refused" ? refusal() : {}),
  }));
}

function refusal(): Pick<News, "code" | "reason" | "hint"> {
  const { code, message: reason, hint } = rowRefused(undefined);
  return { code, reason, hint };
}
