import type { BatchFault, Claim } from "../../model/batch.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import { pauseDeliveries } from "./pause_deliveries.ts";

/**
 * Ends a job as ERROR. A Batch at stage `dispose` keeps that stage, so that a retry continues
 * there. If neither its folder nor an output exists, and its output was never placed, the rows of
 * its images are removed: a folder with the same images, under another name, would otherwise
 * consist of duplicates of images that do not exist. Returns false if the claim is no longer the
 * latest.
 */
export async function failBatch(sql: Sql, claimed: Claim, fault: BatchFault): Promise<boolean> {
  return await sql.begin(async (transaction) => {
    const areRowsUseless = fault.nothingLeft === true && !await wasPlaced(transaction, claimed.id);
    const result = await transaction`
      update batch set status = 'ERROR', error_code = ${fault.code},
        stage = case when stage = 'dispose' then stage else ${fault.stage} end,
        -- an output without its images is made again by a retry
        reviewing = reviewing and ${fault.code} <> 'MANIFEST_DAMAGED',
        source_gone = source_gone or ${fault.sourceGone},
        error_reason = ${fault.reason}, has_error = true, lease_until = null,
        finished_at = clock_timestamp()
      where id = ${claimed.id} and claim = ${claimed.claim} and status = 'PROCESSING'`;
    if (result.count !== 1) return false;
    if (areRowsUseless) {
      await removeRows(transaction, claimed.id);
      await requeueDuplicates(transaction, claimed.id);
    }
    return true;
  }) as boolean;
}

/** Whether an earlier job has recorded that the output was placed, or a target has an object. */
async function wasPlaced(sql: TransactionSql, id: number): Promise<boolean> {
  const found = await sql`
    select from batch where id = ${id} and stage in ('deliver', 'dispose', 'finished')
    union all select from batch_event
      where batch_id = ${id} and stage in ('deliver', 'dispose', 'finished')
    union all select from receipt where batch_id = ${id}`;
  return found.count > 0;
}

async function removeRows(sql: TransactionSql, id: number): Promise<void> {
  await sql`
    with images as (delete from image where batch_id = ${id}),
      findings as (delete from gate_finding where batch_id = ${id}),
      paths as (delete from ${sql.identity("source_file")} where batch_id = ${id}),
      skipped as (delete from skipped_file where batch_id = ${id})
    update batch set folder_survey = null where id = ${id}`;
}

/** Batches from which images of this Batch were skipped as duplicates are processed again. */
async function requeueDuplicates(sql: TransactionSql, id: number): Promise<void> {
  const rows = await sql<{ id: number }[]>`
    update batch set status = origin, stage = 'waiting', attempts = 0, not_before = now(),
      look_again = false, has_error = false, finished_at = null
    where id in (select batch_id from skipped_file where other_batch_id = ${id})
      and status in ('DELIVERING', 'DONE', 'EMPTY', 'REVIEW') and not source_gone and changed_at is null
    returning id::int`;
  await pauseDeliveries(sql, rows.map(({ id }) => id));
}
