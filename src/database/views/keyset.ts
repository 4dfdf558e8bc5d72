import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** The position of a page: after or before a key; the start of the list if both are absent. */
export interface Cursor {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
}

/** A page of a list, newest first, and the keys of its neighbours. */
export interface Page<Line> {
  readonly lines: readonly Line[];
  /** The `after` of the next page; null on the last page. */
  readonly next: number | null;
  /** The `before` of the previous page; null on the first page. */
  readonly previous: number | null;
}

/** A row of a list and the key that the list is ordered by. */
export interface Keyed {
  readonly key: number;
}

/** The condition and the order of a page of a list that is ordered by a column, descending. */
export function keyset(
  sql: Sql,
  column: string,
  { after, before }: Cursor,
): { readonly condition: Statement; readonly order: Statement } {
  const key = sql(column);
  if (before !== undefined) return { condition: sql`${key} > ${before}`, order: sql`${key}` };
  const condition = after === undefined ? sql`true` : sql`${key} < ${after}`;
  return { condition, order: sql`${key} desc` };
}

/** Makes a page of rows that were selected with `keyset` and a limit of one more than `limit`. */
export function pageOf<Line extends Keyed>(
  rows: readonly Line[],
  limit: number,
  { after, before }: Cursor,
): Page<Line> {
  const isMore = rows.length > limit;
  const shown = rows.slice(0, limit);
  const lines = before === undefined ? shown : shown.toReversed();
  const [first, last] = [lines[0]?.key ?? null, lines.at(-1)?.key ?? null];
  if (before !== undefined) return { lines, next: last, previous: isMore ? first : null };
  return { lines, next: isMore ? last : null, previous: after === undefined ? null : first };
}

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
