import type { TransactionSql } from "../connect/sql.ts";

/**
 * Interrupts the deliveries of Batches that are processed again: their next job hands them over
 * again. With `all`, targets that have confirmed a Batch receive it again, too.
 */
export async function pauseDeliveries(
  sql: TransactionSql,
  batchIds: readonly number[],
  { all = false, target }: { readonly all?: boolean; readonly target?: string } = {},
): Promise<void> {
  if (batchIds.length === 0) return;
  await sql`
    update delivery set state = 'paused', lease_until = null
    where batch_id = any(${batchIds as number[]}) and state <> 'closed'
      and (${all} or state <> 'confirmed') and (${target ?? null}::text is null or target = ${
    target ?? null
  })`;
}
