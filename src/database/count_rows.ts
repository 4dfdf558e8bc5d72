import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** Further than this nobody counts: a list of millions must not make a page wait. */
export const countedAtMost = 10_000;

/** How many rows a list has. */
export interface RowCount {
  readonly count: number;
  /** False when there are more than were counted. */
  readonly isExact: boolean;
}

/** Counts the rows behind `from …`, at most 10,000 of them. */
export async function countRows(sql: Sql, from: Statement): Promise<RowCount> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select ${from} limit ${countedAtMost + 1}) counted`;
  const count = row?.count ?? 0;
  return { count: Math.min(count, countedAtMost), isExact: count <= countedAtMost };
}
