import type { Sql } from "./connect/sql.ts";
import { isoTime } from "./iso_time.ts";

/** A status change of a Batch: a line of the audit trail. */
export interface BatchEvent {
  readonly at: string;
  readonly status: string;
  readonly stage: string;
  readonly claim: number;
  readonly worker: string | null;
  readonly code: string | null;
}

const eventsShown = 200;

/** The latest 200 status changes of a Batch, oldest first. */
export async function listBatchEvents(sql: Sql, batchKey: number): Promise<BatchEvent[]> {
  const events = await sql<BatchEvent[]>`
    select ${isoTime(sql, "at")} as at, status, stage, claim, worker, code
    from batch_event where batch_id = ${batchKey} order by id desc limit ${eventsShown}`;
  return events.toReversed();
}
