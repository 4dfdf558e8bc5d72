import type { Executor, Sql, TransactionSql } from "../connect/sql.ts";
import { isolateRefused } from "./record_folders.ts";

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

/** Whether a Batch of the cached queue waits or is being processed, in any process. */
export async function isQueueOpen(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ open: boolean }[]>`
    select exists (
      select from batch where origin = 'QUEUE' and status in ('QUEUE', 'PROCESSING')
    ) as open`;
  return row?.open ?? false;
}

/**
 * Returns those of the folder names that have no Batch, or whose Batch is ERROR because the folder
 * did not exist.
 */
export async function unrecordedFolders(
  sql: Executor,
  uids: readonly string[],
): Promise<Set<string>> {
  const unknown = await isolateRefused(
    sql,
    uids,
    async (some) => {
      const rows = await sql<{ uid: string }[]>`
        select uid from unnest(${some as string[]}::text[]) as seen (uid)
        where not exists (
          select from batch b where b.uid = seen.uid and b.error_code is distinct from 'FOLDER_GONE'
        )`;
      return rows.map((row) => row.uid);
    },
    (uid) => uid, // a name that PostgreSQL refuses cannot be recorded
  );
  return new Set(unknown);
}
