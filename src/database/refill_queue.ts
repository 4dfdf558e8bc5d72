import type { Sql, TransactionSql } from "./connect/sql.ts";
import type { Executor } from "./executor.ts";

const refillLock = 7_238_002;

/**
 * Runs `refill` if no Batch is in flight: none is PROCESSING, and none is QUEUE except those that
 * wait for disk space. An advisory lock ensures that only one process scans at a time. `refill`
 * runs again if a conflict rolled back its transaction. Returns undefined if it did not run.
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

/** Whether any process processes a Batch, or could claim one. */
async function isAnythingInFlight(sql: Executor): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`
    select exists (
      select from batch
      where status = 'PROCESSING' or (status = 'QUEUE' and passed_over_at is null)
    ) as any`;
  return row?.any ?? false;
}
