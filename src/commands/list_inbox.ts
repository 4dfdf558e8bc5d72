import { type Folder, listFolders } from "../folder/list_folders.ts";
import type { IntakeEvent } from "../model/event.ts";
import { systemCode } from "../system_code.ts";

/**
 * Lists an inbox. An inbox that cannot be listed (missing, not mounted, no permission) does not
 * affect the others; `lost` remembers it, so that each change is reported once.
 */
export async function* listInbox(
  base: string,
  lost: Set<string>,
  report: (event: IntakeEvent) => void,
): AsyncGenerator<Folder[]> {
  try {
    yield* listFolders(base);
  } catch (error) {
    if (!lost.has(base)) report(inboxLost(base, systemCode(error)));
    lost.add(base);
    return;
  }
  if (lost.delete(base)) report({ name: "inbox.found", level: "info", directory: base });
}

function inboxLost(directory: string, reason: string): IntakeEvent {
  const hint = "create or mount it, or grant read access; the other inboxes are processed";
  return { name: "inbox.lost", level: "warn", code: "INBOX_MISSING", directory, reason, hint };
}
