import type { Executor, Sql, TransactionSql } from "../connect/sql.ts";
import { isolateRefused } from "./record_folders.ts";

const refillLock = 7_238_002;

/**
 * Runs `refill` if no Batch is in flight: none is PROCESSING, none is QUEUE except those that wait
 * for disk space, and, if `isStrict`, none is DELIVERING. An advisory lock ensures that only one
 * process scans at a time. `refill` runs again if a conflict rolled back its transaction. Returns
 * undefined if it did not run.
 */
export async function refillWhenIdle<T>(
  sql: Sql,
  refill: (sql: TransactionSql) => Promise<T>,
  isStrict = false,
): Promise<T | undefined> {
  const result = await sql.begin(async (transaction) => {
    const [lock] = await transaction<{ held: boolean }[]>`
      select pg_try_advisory_xact_lock(${refillLock}) as held`;
    if (!lock?.held || await isAnythingInFlight(transaction, isStrict)) {
      return { refilled: undefined };
    }
    return { refilled: await refill(transaction) };
  });
  return result.refilled as T | undefined;
}

/** Whether any process processes a Batch, or could claim one, or, if `isStrict`, delivers one. */
async function isAnythingInFlight(sql: Executor, isStrict: boolean): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`
    select exists (
      select from batch
      where status = 'PROCESSING' or (status = 'QUEUE' and passed_over_at is null)
        or (status = 'DELIVERING' and (${isStrict} or stage = 'finish'))
    ) as any`;
  return row?.any ?? false;
}

/**
 * Whether a Batch of the cached queue waits, is being processed or is being delivered, in any
 * process, or decisions about its images are to be carried out. A Batch that only waits for targets
 * that are down, and have failed again after `since`, counts if `isStrict`.
 */
export async function isQueueOpen(sql: Sql, since: string, isStrict = false): Promise<boolean> {
  const [row] = await sql<{ open: boolean }[]>`
    select exists (
      select from batch where origin = 'QUEUE' and status in ('QUEUE', 'PROCESSING')
    ) or exists (
      select from batch where origin = 'QUEUE' and status = 'REVIEW'
        and review_due <= clock_timestamp()
    ) or exists (
      select from batch where origin = 'QUEUE' and status = 'DELIVERING'
        and (${isStrict} or stage = 'finish' or exists (
          select from delivery join target on target.name = delivery.target
          where batch_id = batch.id and delivery.state in ('waiting', 'sending')
            and (target.state <> 'open' or target.failed_at < ${since}::timestamptz)))
    ) as open`;
  return row?.open ?? false;
}

/** The time of the clock of the database, in UTC, with microseconds (ISO 8601). */
export async function databaseTime(sql: Sql): Promise<string> {
  const [row] = await sql<{ now: string }[]>`
    select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`;
  if (!row) throw new TypeError("the database returned no time");
  return row.now;
}

/** The number of Batches of the cached queue that wait for targets that are down. */
export async function countUndelivered(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from batch where origin = 'QUEUE' and status = 'DELIVERING'`;
  return row?.count ?? 0;
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
