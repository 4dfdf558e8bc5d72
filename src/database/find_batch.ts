import type { Sql } from "./connect/sql.ts";
import { isoTime } from "./iso_time.ts";
import { namedBy } from "./named_by.ts";
import { batchColumns, type BatchLine } from "./list_batches.ts";

/** Everything about a Batch except the name of its folder. */
export interface BatchDetail extends BatchLine {
  readonly base: string;
  readonly origin: string;
  readonly errorReason: string | null;
  readonly claimedBy: string | null;
  readonly leaseUntil: string | null;
  /** The duration of each stage in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  /**
   * Findings of the check of the whole Batch: numbers of study dates, patients and missing instance
   * numbers.
   */
  readonly studyDates: number;
  readonly patients: number;
  readonly instanceGaps: number;
  /** The number of images that were repaired, by repair code. */
  readonly repairs: Readonly<Record<string, number>>;
  /** Other inboxes with a folder of the same name. */
  readonly conflicts: readonly string[];
}

/** The Batch with this code. */
export async function findBatch(sql: Sql, code: string): Promise<BatchDetail | undefined> {
  const [batch] = await sql<BatchDetail[]>`
    select ${batchColumns(sql)}, base, origin, error_reason as "errorReason",
      claimed_by as "claimedBy", ${isoTime(sql, "lease_until")} as "leaseUntil", seconds,
      study_dates as "studyDates", patients, instance_gaps as "instanceGaps", repairs,
      coalesce((select jsonb_agg(c.base order by c.base) from folder_conflict c
        where c.batch_id = batch.id), '[]') as conflicts
    from batch where code = ${code}`;
  return batch;
}

/** The code of the Batch with this code or folder name. */
export async function findBatchCode(sql: Sql, name: string): Promise<string | undefined> {
  const [batch] = await sql<{ code: string }[]>`
    select code from batch where ${namedBy(sql, [name])}`;
  return batch?.code;
}
