import type { BatchStatus, Origin } from "../../model/batch.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** What a retry did to a Batch. */
export interface Retried {
  readonly uid: string;
  readonly code: string;
  readonly status: BatchStatus;
  /** Which command will process it: NEW is `watch`, QUEUE is `queue`. */
  readonly origin: Origin;
  readonly retried: boolean;
  /** The fingerprint of the key it will be processed with; null for the current key. */
  readonly key: string | null;
}

/** How Batches are processed again. */
export interface RetryOptions {
  /** With the current key instead of the key they were processed with. */
  readonly newKey?: boolean;
  /** Delivered images that are missing from the folder are withdrawn. */
  readonly fewer?: boolean;
  /** Sends all images to every target again, even confirmed ones. */
  readonly resend?: boolean;
}

/**
 * Requeues Batches to be processed again from the start: those with these uids or codes, whatever
 * their result, or, without names, all that are ERROR or whose folder has changed. A Batch whose
 * output is placed continues with its delivery, unless its folder has changed or it must be made
 * again (new key, fewer images). A Batch whose source no longer exists can only continue with its
 * delivery. A Batch that waits or is being processed is not changed.
 */
export async function retryBatches(
  sql: Sql,
  names: readonly string[],
  options: RetryOptions = {},
): Promise<Retried[]> {
  if (!options.resend) return await requeue(sql, names, options);
  return await sql.begin(async (transaction) => {
    const batches = await requeue(transaction, names, options);
    const codes = batches.filter(({ retried }) => retried).map(({ code }) => code);
    await transaction`
      update receipt set state = 'missing' where state in ('confirmed', 'same')
        and batch_id in (select id from batch where code = any(${codes}))`;
    return batches;
  });
}

async function requeue(
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
        has_error = false, attempts = 0, charged_claims = '{}', settled = false, changed_at = null, not_before = now(),
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

/**
 * Selects Batches by code or folder name; if a folder's name equals the code of a Batch, the latter
 * is selected.
 */
export function namedBy(sql: TransactionSql, names: readonly string[]): Statement {
  const given = [...names];
  return sql`(code = any(${given})
    or (uid = any(${given}) and uid not in (select code from batch where code = any(${given}))))`;
}
