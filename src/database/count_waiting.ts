import type { Sql } from "./connect/sql.ts";

/** The number of Batches that wait to be claimed. */
export async function countWaiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from batch where status in ('NEW', 'QUEUE')`;
  return row?.count ?? 0;
}
