import type { Sql, TransactionSql } from "./connect/sql.ts";
import type { Executor } from "./executor.ts";

const refillLock = 7_238_002;

/**
 * The gate of the cached queue: runs `refill` only when no Batch is in flight (QUEUE or
 * PROCESSING, by any process; one that waits for room does not count), under an advisory lock, so
 * that one process scans at a time. `refill` runs again when its transaction was undone by a
 * conflict. Returns undefined when the gate was closed.
 */
export async function refillWhenIdle<T>(
  sql: Sql,
  refill: (sql: TransactionSql) => Promise<T>,
): Promise<T | undefined> {
  const result = await sql.begin(async (transaction) => {
    const [lock] = await transaction<{ held: boolean }[]>`
      select pg_try_advisory_xact_lock(${refillLock}) as held`;
    if (!lock?.held || await isAnythingInFlight(transaction)) return { refilled: undefined };
    return { refilled: await refill(transaction) };
  });
  return result.refilled as T | undefined;
}

/** Whether any Batch is in work or could be begun, by any process. */
async function isAnythingInFlight(sql: Executor): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`
    select exists (
      select from batch
      where status = 'PROCESSING' or (status = 'QUEUE' and passed_over_at is null)
    ) as any`;
  return row?.any ?? false;
}
