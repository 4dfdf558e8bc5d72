import type { Refill } from "../../streams/refills.ts";
import {
  databaseTime,
  isQueueOpen,
  refillWhenIdle,
  unrecordedFolders,
} from "../database/batches/refill_queue.ts";
import { batchCode } from "../deidentify/pseudonyms/pseudonym_key.ts";
import { listFolders } from "../folder/list_folders.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { Folder } from "../model/folder.ts";
import { refill } from "../pipeline/refill.ts";
import { systemCode } from "../system/system_code.ts";
import type { Intake } from "./intake.ts";
import type { ProjectGate } from "./project_gate.ts";
import { folderEvent, recordAsBatches } from "./watch_ports.ts";

/** How many folders `queue` records, and when it ends. */
interface QueueFlags {
  readonly number?: number | undefined;
  readonly follow: boolean;
  /** A scan also waits for the deliveries, even if a target is down. */
  readonly strict: boolean;
}

/**
 * Creates the function that refills the queue when it is empty. It remembers whether this command
 * has queued folders, which inboxes are lost, and which folders PostgreSQL refuses; with --number
 * these would otherwise be selected as the oldest ones every time.
 */
export function refillPort(
  intake: Intake,
  { number, follow, strict }: QueueFlags,
  scanEveryMs: number,
  gate: ProjectGate,
): () => Promise<Refill> {
  const { database: { sql } } = intake;
  const refused = new Set<string>();
  // a target that is down gets another attempt before the command ends
  let startedAt: string | undefined;
  let refilled = false;
  let emptyAt = -Infinity;
  let lost: ReadonlySet<string> = new Set();
  return async () => {
    const since = startedAt ??= await databaseTime(sql);
    const endsWhenDone = async (): Promise<Refill> => {
      const isDrained = !follow && !await isQueueOpen(sql, since, strict);
      return { outcome: isDrained ? "drained" : "skipped", events: [] };
    };
    if (refilled && number !== undefined && !follow) return await endsWhenDone();
    if (!await gate.isOpen()) return { outcome: follow ? "skipped" : "drained", events: [] };
    // the inboxes were empty a moment ago, and only deliveries were still open
    if (performance.now() - emptyAt < scanEveryMs) return await endsWhenDone();
    const scan = new Scan(intake, lost, refused);
    const queued = await refillWhenIdle(sql, (transaction) => {
      scan.restart(); // a transaction that was rolled back because of a conflict runs again
      return refill(intake.bases, number, {
        list: (base) => scan.list(base),
        unknown: (uids) => unrecordedFolders(transaction, uids),
        record: (folders) => scan.record(folders, transaction),
      });
    }, strict);
    const { events } = scan;
    if (queued === undefined) return { outcome: "skipped", events };
    lost = scan.lost; // only after a commit, because otherwise the events are not reported
    events.push({ name: "queue.refilled", level: "info", folders: queued });
    for (const code of scan.refused) refused.add(code);
    // other folders may wait
    if (queued === 0 && scan.refused.size > 0) return { outcome: "refilled", events };
    refilled = true;
    if (queued === 0) emptyAt = performance.now();
    const isDrained = queued === 0 && !follow && !await isQueueOpen(sql, since, strict);
    return { outcome: isDrained ? "drained" : "refilled", events };
  };
}

/** One scan of the inboxes, and its events. */
class Scan {
  events: IntakeEvent[] = [];
  lost: Set<string> = new Set();
  readonly refused = new Set<string>();

  constructor(
    readonly intake: Intake,
    readonly lostBefore: ReadonlySet<string>,
    readonly refusedBefore: ReadonlySet<string>,
  ) {}

  restart(): void {
    this.events = [];
    this.lost = new Set(this.lostBefore);
    this.refused.clear();
  }

  async *list(base: string): AsyncGenerator<Folder[]> {
    for await (
      const folders of listInbox(base, this.lost, (event) => void this.events.push(event))
    ) {
      yield this.refusedBefore.size === 0
        ? folders
        : folders.filter(({ uid }) =>
          !this.refusedBefore.has(batchCode(this.intake.keys.current, uid))
        );
    }
  }

  /** Returns the number of folders that were queued. */
  async record(
    folders: readonly Folder[],
    sql: Parameters<typeof recordAsBatches>[2],
  ): Promise<number> {
    const recorded = await recordAsBatches(this.intake, folders, sql);
    const others = recorded.filter(({ what }) => what !== "added" && what !== "returned");
    this.events.push(...others.map(folderEvent));
    for (const { what, code } of others) {
      if (what === "refused") this.refused.add(code);
    }
    return recorded.length - others.length;
  }
}

/**
 * Lists an inbox. An inbox that cannot be listed (missing, not mounted, no permission) does not
 * affect the others; `lost` remembers it, so that each change is reported once.
 */
async function* listInbox(
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
