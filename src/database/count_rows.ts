import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** Counting stops here, so that a list of millions of rows does not delay a page. */
export const countedAtMost = 10_000;

/** The number of rows of a list. */
export interface RowCount {
  readonly count: number;
  /** False if there are more rows than were counted. */
  readonly isExact: boolean;
}

/** Counts the rows of `from …`, at most 10,000. */
export async function countRows(sql: Sql, from: Statement): Promise<RowCount> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select ${from} limit ${countedAtMost + 1}) counted`;
  const count = row?.count ?? 0;
  return { count: Math.min(count, countedAtMost), isExact: count <= countedAtMost };
}
