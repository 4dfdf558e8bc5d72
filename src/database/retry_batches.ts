import type { BatchStatus, Origin } from "../model/batch.ts";
import type { Sql, TransactionSql } from "./connect/sql.ts";
import { namedBy } from "./named_by.ts";

/** What a retry did to a Batch, or why it did nothing. */
export interface Retried {
  readonly uid: string;
  readonly code: string;
  readonly status: BatchStatus;
  /** Who takes it: NEW by `watch`, QUEUE by `queue`. */
  readonly origin: Origin;
  readonly retried: boolean;
  /** Of the key it will be done with; null for the current one. */
  readonly key: string | null;
}

/** How Batches are to be done again. */
export interface RetryOptions {
  /** With the current key, not with the one they were done with. */
  readonly newKey?: boolean;
  /** Though images that were delivered are not in the folder any more: those are withdrawn. */
  readonly fewer?: boolean;
  /** And sent to every target, whatever it has confirmed. */
  readonly resend?: boolean;
}

/**
 * Sends Batches back to where they came from, to be processed again from nothing: those named
 * by uid or code, whatever their result; or, without names, every one that is ERROR or whose
 * folder has changed. One whose output is in place goes on with its delivery, unless its job finds
 * its folder changed or it is to be made anew, with a new key or fewer images. One whose source is gone is made
 * anew by nothing. A Batch that waits or is in work stays as it is.
 */
export async function retryBatches(
  sql: Sql,
  names: readonly string[],
  options: RetryOptions = {},
): Promise<Retried[]> {
  if (!options.resend) return await sendBack(sql, names, options);
  return await sql.begin(async (transaction) => {
    const batches = await sendBack(transaction, names, options);
    const codes = batches.filter(({ retried }) => retried).map(({ code }) => code);
    await transaction`
      update receipt set state = 'missing' where state in ('confirmed', 'same')
        and batch_id in (select id from batch where code = any(${codes}))`;
    return batches;
  });
}

async function sendBack(
  sql: TransactionSql,
  names: readonly string[],
  { newKey = false, fewer = false }: RetryOptions,
): Promise<Retried[]> {
  const wanted = names.length > 0
    ? namedBy(sql, names)
    : sql`(status = 'ERROR' or changed_at is not null)`;
  const resumes = sql`(b.stage in ('deliver', 'dispose')
    and (b.source_gone or (b.changed_at is null and not ${newKey || fewer})))`;
  const rows = await sql<Retried[]>`
    with wanted as (
      select id, uid, code, status, origin from batch where ${wanted} for update
    ), moved as (
      update batch b set status = b.origin, error_code = null, error_reason = null,
        stage = case when ${resumes} then b.stage else 'waiting' end,
        has_error = false, attempts = 0, settled = false, changed_at = null, not_before = now(),
        may_shrink = ${fewer}, new_key = ${newKey}, look_again = true, finished_at = null
      from wanted w where b.id = w.id and w.status in ('DONE', 'EMPTY', 'ERROR')
      returning b.id,
        case when b.new_key and not b.source_gone then null else b.key_fingerprint end as key
    ), tried_again as (
      delete from suspect_file s using moved where s.batch_id = moved.id
    )
    select uid, code, status, origin, moved.id is not null as retried, moved.key
    from wanted left join moved using (id) order by id`;
  return [...rows];
}
