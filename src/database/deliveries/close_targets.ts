import type { Sql } from "../connect/sql.ts";

/**
 * Closes the deliveries to targets that are no longer in the settings, and lets jobs complete the
 * Batches that waited for nothing else. Returns the names of these targets and the numbers of
 * deliveries.
 */
export async function closeTargets(
  sql: Sql,
  names: readonly string[],
): Promise<{ readonly target: string; readonly batches: number }[]> {
  const removed = await sql<{ name: string }[]>`
    select name from target where removed_at is null and name <> all(${names as string[]})
    order by name`;
  const closed: { target: string; batches: number }[] = [];
  for (const { name } of removed) closed.push({ target: name, batches: await close(sql, name) });
  return closed;
}

async function close(sql: Sql, target: string): Promise<number> {
  return await sql.begin(async (transaction) => {
    const batches = await transaction<{ id: number }[]>`
      select id::int from batch where id in (
        select batch_id from delivery
        where target = ${target} and state in ('waiting', 'sending', 'paused'))
      order by id for no key update`;
    const ids = batches.map(({ id }) => id);
    const rows = await transaction<{ batchId: number }[]>`
      update delivery set state = 'closed', lease_until = null, ended_at = clock_timestamp()
      where target = ${target} and batch_id = any(${ids})
        and state in ('waiting', 'sending', 'paused')
      returning batch_id::int as "batchId"`;
    await transaction`
      update target set removed_at = clock_timestamp(), state = 'closed', down_since = null
      where name = ${target}`;
    await transaction`
      update batch set stage = 'finish'
      where id = any(${rows.map(({ batchId }) => batchId)}) and status = 'DELIVERING'
        and stage = 'deliver' and not exists (select from delivery
          where batch_id = batch.id and state in ('waiting', 'sending'))`;
    if (rows.length > 0) await transaction`select pg_notify('batch', 'DELIVERED')`;
    return rows.length;
  }) as number;
}
