import { isQueueOpen } from "../database/is_queue_open.ts";
import { refillWhenIdle } from "../database/refill_queue.ts";
import { unknownFolders } from "../database/unknown_folders.ts";
import { batchCode } from "../deidentify/pseudonym.ts";
import type { Folder } from "../folder/list_folders.ts";
import type { IntakeEvent } from "../model/event.ts";
import { refill } from "../pipeline/refill.ts";
import type { Refill } from "../../streams/refills.ts";
import type { Intake } from "./intake.ts";
import { folderEvent, recordAsBatches } from "./record_as_batches.ts";
import { listInbox } from "./list_inbox.ts";
import type { ProjectGate } from "./project_gate.ts";

/** Which folders `queue` takes, and when it ends. */
interface QueueFlags {
  readonly number?: number | undefined;
  readonly follow: boolean;
}

/**
 * One look at the gate; remembers only what this command has queued, which inboxes are away, and
 * which folders PostgreSQL refuses: with --number these would be the oldest ones every time.
 */
export function refillPort(
  intake: Intake,
  { number, follow }: QueueFlags,
  scanEveryMs: number,
  gate: ProjectGate,
): () => Promise<Refill> {
  const { database: { sql } } = intake;
  const refused = new Set<string>();
  let refilled = false;
  let emptyAt = -Infinity;
  let away: ReadonlySet<string> = new Set();
  return async () => {
    if (refilled && number !== undefined && !follow) {
      return { gate: await isQueueOpen(sql) ? "closed" : "drained", news: [] };
    }
    if (!await gate.isOpen()) return { gate: follow ? "closed" : "drained", news: [] };
    if (performance.now() - emptyAt < scanEveryMs) return { gate: "closed", news: [] };
    const scan = new Scan(intake, away, refused);
    const queued = await refillWhenIdle(sql, (transaction) => {
      scan.restart(); // a transaction that was undone by a conflict runs again
      return refill(intake.bases, number, {
        list: (base) => scan.list(base),
        unknown: (uids) => unknownFolders(transaction, uids),
        record: (folders) => scan.record(folders, transaction),
      });
    });
    const { news } = scan;
    if (queued === undefined) return { gate: "closed", news };
    away = scan.away; // not when the refill failed: its news is lost
    news.push({ name: "queue.refilled", level: "info", folders: queued });
    for (const code of scan.refused) refused.add(code);
    if (queued === 0 && scan.refused.size > 0) return { gate: "refilled", news }; // others may wait
    refilled = true;
    if (queued === 0) emptyAt = performance.now();
    const isDrained = queued === 0 && !follow && !await isQueueOpen(sql);
    return { gate: isDrained ? "drained" : "refilled", news };
  };
}

/** One scan of the inboxes, and what it has to report. */
class Scan {
  news: IntakeEvent[] = [];
  away: Set<string> = new Set();
  readonly refused = new Set<string>();

  constructor(
    readonly intake: Intake,
    readonly awayBefore: ReadonlySet<string>,
    readonly refusedBefore: ReadonlySet<string>,
  ) {}

  restart(): void {
    this.news = [];
    this.away = new Set(this.awayBefore);
    this.refused.clear();
  }

  async *list(base: string): AsyncGenerator<Folder[]> {
    for await (const folders of listInbox(base, this.away, (one) => void this.news.push(one))) {
      yield this.refusedBefore.size === 0
        ? folders
        : folders.filter(({ uid }) =>
          !this.refusedBefore.has(batchCode(this.intake.keys.current, uid))
        );
    }
  }

  /** Returns how many folders wait now. */
  async record(
    folders: readonly Folder[],
    sql: Parameters<typeof recordAsBatches>[2],
  ): Promise<number> {
    const recorded = await recordAsBatches(this.intake, folders, sql);
    const others = recorded.filter(({ what }) => what !== "added" && what !== "returned");
    this.news.push(...others.map(folderEvent));
    for (const { what, code } of others) {
      if (what === "refused") this.refused.add(code);
    }
    return recorded.length - others.length;
  }
}
