import type { RetryAction } from "../../model/retry.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import { batchCondition, type BatchFilter } from "./batch_filter.ts";
import { canContinue, canRetry, retryBatches, type RetryOptions } from "./retry_batches.ts";

/** Batches that are chosen one by one, or all that match a filter. */
export type Selection =
  | { readonly codes: readonly string[] }
  /** `upTo` is the largest key: Batches that were recorded later are not selected. */
  | { readonly filter: BatchFilter; readonly upTo: number };

/** What the actions would do to the selected Batches. */
export interface RetryEffect {
  readonly matching: number;
  /** Those that have ended; the others wait or are being processed, and are not changed. */
  readonly retried: number;
  readonly images: number;
  readonly bytes: number;
  /** Of those that are retried: their folder is not read again by `retry` and `resend`. */
  readonly continuing: number;
  /** Their folder no longer exists: whatever the action, only their delivery can be continued. */
  readonly sourceGone: number;
  readonly targets: readonly { readonly target: string; readonly batches: number }[];
}

/** The key of the newest Batch, as the `upTo` of a selection; 0 without Batches. */
export async function newestBatch(sql: Sql): Promise<number> {
  const [row] = await sql<{ key: number }[]>`
    select coalesce(max(id), 0)::float as key from batch`;
  return row?.key ?? 0;
}

/** Reads what the actions would do; changes nothing. */
export async function previewRetry(sql: Sql, selection: Selection): Promise<RetryEffect> {
  const condition = selected(sql, selection);
  const plain = canContinue(sql, { newKey: false, fewer: false });
  const always = canContinue(sql, { newKey: true, fewer: true });
  const [[totals], targets] = await Promise.all([
    sql<Omit<RetryEffect, "targets">[]>`
      select count(*)::int as matching, (count(*) filter (where ${canRetry(sql)}))::int as retried,
        coalesce(sum(images) filter (where ${canRetry(sql)}), 0)::float as images,
        coalesce(sum(bytes) filter (where ${canRetry(sql)}), 0)::float as bytes,
        (count(*) filter (where ${canRetry(sql)} and ${plain}))::int as continuing,
        (count(*) filter (where ${canRetry(sql)} and ${always}))::int as "sourceGone"
      from batch where ${condition}`,
    sql<{ target: string; batches: number }[]>`
      select target, count(*)::int as batches from delivery
      where state <> 'closed'
        and batch_id in (select id from batch where ${condition} and ${canRetry(sql)})
      group by target order by target`,
  ]);
  if (!totals) throw new TypeError("an aggregate gave no row");
  return { ...totals, targets: [...targets] };
}

/** How many Batches matched, and how many of them were requeued. */
export interface RetryResult {
  readonly matching: number;
  readonly retried: number;
}

/** The number of Batches of a transaction, so that jobs do not wait long for their rows. */
const perTransaction = 500;

/** Requeues the selected Batches; `by` is recorded in the audit trail of each. */
export async function retrySelected(
  sql: Sql,
  selection: Selection,
  action: RetryAction,
  by: string,
): Promise<RetryResult> {
  const condition = selected(sql, selection);
  let [matching, retried, after] = [0, 0, 0];
  for (;;) {
    const rows = await sql<{ id: number; code: string }[]>`
      select id::float as id, code from batch where ${condition} and id > ${after}
      order by id limit ${perTransaction}`;
    const last = rows.at(-1);
    if (!last) return { matching, retried };
    after = last.id;
    const results = await retryBatches(sql, rows.map(({ code }) => code), optionsOf(action), by);
    matching += rows.length;
    retried += results.filter((result) => result.retried).length;
  }
}

function optionsOf(action: RetryAction): RetryOptions {
  return {
    newKey: action === "new-key",
    fewer: action === "withdraw",
    resend: action === "resend",
  };
}

/** A selection as a condition on `batch`. */
export function selected(sql: Sql | TransactionSql, selection: Selection): Statement {
  if ("codes" in selection) return sql`code = any(${[...selection.codes]})`;
  return sql`${batchCondition(sql, selection.filter)} and id <= ${selection.upTo}`;
}
