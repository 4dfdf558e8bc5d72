import type { Sql } from "./connect/sql.ts";
import { isoTime } from "./iso_time.ts";
import { namedBy } from "./named_by.ts";
import { batchColumns, type BatchLine } from "./list_batches.ts";

/** All there is to know of one Batch, but the name of its folder. */
export interface BatchDetail extends BatchLine {
  readonly base: string;
  readonly origin: string;
  readonly errorReason: string | null;
  readonly claimedBy: string | null;
  readonly leaseUntil: string | null;
  /** How long each stage took, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Different days of studies, patients, and missing instance numbers: findings of the check. */
  readonly studyDates: number;
  readonly patients: number;
  readonly instanceGaps: number;
  /** How many images needed a repair, by its code. */
  readonly repairs: Readonly<Record<string, number>>;
  /** Other inboxes that have a folder of the same name. */
  readonly conflicts: readonly string[];
}

/** The Batch of a code. */
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

/** The code of a Batch that is named by its code or by its folder's name. */
export async function findBatchCode(sql: Sql, name: string): Promise<string | undefined> {
  const [batch] = await sql<{ code: string }[]>`
    select code from batch where ${namedBy(sql, [name])}`;
  return batch?.code;
}
