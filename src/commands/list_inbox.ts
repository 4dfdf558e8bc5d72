import { type Folder, listFolders } from "../folder/list_folders.ts";
import type { IntakeEvent } from "../model/event.ts";
import { systemCode } from "../system_code.ts";

/**
 * Lists an inbox. One that cannot be listed now (not mounted, not permitted) holds no other up:
 * `away` remembers it, so that its going and coming are told once.
 */
export async function* listInbox(
  base: string,
  away: Set<string>,
  tell: (news: IntakeEvent) => void,
): AsyncGenerator<Folder[]> {
  try {
    yield* listFolders(base);
  } catch (error) {
    if (!away.has(base)) tell(missing(base, systemCode(error)));
    away.add(base);
    return;
  }
  if (away.delete(base)) tell({ name: "inbox.found", level: "info", directory: base });
}

function missing(directory: string, reason: string): IntakeEvent {
  const hint = "make or mount it, or give the right to read it; the other inboxes are read";
  return { name: "inbox.lost", level: "warn", code: "INBOX_MISSING", directory, reason, hint };
}
