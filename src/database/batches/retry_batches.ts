import type { BatchStatus, Origin } from "../../model/batch.ts";
import { retriedStatuses, type RetryAction } from "../../model/retry.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import { pauseDeliveries } from "./pause_deliveries.ts";
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
 * their result, or, without names, all that are ERROR or whose folder has changed and that were
 * not acknowledged. A Batch whose
 * output is placed continues with its delivery, unless its folder has changed or it must be made
 * again (new key, fewer images). A Batch whose source no longer exists can only continue with its
 * delivery. A Batch that waits or is being processed is not changed. The audit trail of each Batch
 * gets an event with the action and `by`, who asked for it.
 */
export async function retryBatches(
  sql: Sql,
  names: readonly string[],
  options: RetryOptions = {},
  by = "",
): Promise<Retried[]> {
  const { resend = false } = options;
  return await sql.begin(async (transaction) => {
    const batches = await requeue(transaction, names, options);
    const codes = batches.filter(({ retried }) => retried).map(({ code }) => code);
    const rows = await transaction<{ id: number }[]>`
      select id::int from batch where code = any(${codes})`;
    const ids = rows.map(({ id }) => id);
    await recordAction(transaction, ids, actionOf(options), by);
    await pauseDeliveries(transaction, ids, { all: resend });
    if (resend) {
      await transaction`
        update receipt set state = 'missing'
        where state in ('confirmed', 'same') and batch_id = any(${ids})`;
    }
    return batches;
  }) as Retried[];
}

/** Batches that have ended or wait for targets only. */
export function canRetry(sql: Sql | TransactionSql): Statement {
  return sql`batch.status = any(${[...retriedStatuses]}::text[])`;
}

/** Batches whose folder would not be read again. */
export function canContinue(
  sql: Sql | TransactionSql,
  { newKey, fewer }: Required<Pick<RetryOptions, "newKey" | "fewer">>,
): Statement {
  return sql`((batch.stage in ('deliver', 'dispose') or batch.status = 'DELIVERING')
    and (batch.source_gone or (batch.changed_at is null and not ${newKey || fewer})))`;
}

function actionOf({ newKey, fewer, resend }: RetryOptions): RetryAction {
  if (newKey) return "new-key";
  if (fewer) return "withdraw";
  return resend ? "resend" : "retry";
}

/** Adds an event to the audit trail. The change of the status itself is recorded by a trigger. */
async function recordAction(
  sql: TransactionSql,
  ids: readonly number[],
  action: RetryAction,
  by: string,
): Promise<void> {
  await sql`
    insert into batch_event (batch_id, status, stage, claim, worker, code)
    select id, status, stage, claim, ${by}, ${action} from batch where id = any(${[...ids]})`;
}

async function requeue(
  sql: TransactionSql,
  names: readonly string[],
  { newKey = false, fewer = false }: RetryOptions,
): Promise<Retried[]> {
  const wanted = names.length > 0
    ? namedBy(sql, names)
    : sql`(status = 'ERROR' or changed_at is not null) and acknowledged_at is null`;
  const resumes = canContinue(sql, { newKey, fewer });
  const rows = await sql<Retried[]>`
    with wanted as (
      select id, uid, code, status, origin from batch where ${wanted} for update
    ), moved as (
      update batch set status = batch.origin, error_code = null, error_reason = null,
        stage = case when not ${resumes} then 'waiting' when batch.stage = 'dispose' then batch.stage
          else 'deliver' end,
        has_error = false, attempts = 0, charged_claims = '{}', settled = false, changed_at = null, not_before = now(),
        may_shrink = ${fewer}, new_key = ${newKey},
        reviewing = batch.reviewing and not ${
    newKey || fewer
  }, look_again = true, finished_at = null
      from wanted w where batch.id = w.id and ${canRetry(sql)}
      returning batch.id,
        case when batch.new_key and not batch.source_gone then null
          else batch.key_fingerprint end as key
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
export function namedBy(sql: Sql | TransactionSql, names: readonly string[]): Statement {
  const given = [...names];
  return sql`(code = any(${given})
    or (uid = any(${given}) and uid not in (select code from batch where code = any(${given}))))`;
}
