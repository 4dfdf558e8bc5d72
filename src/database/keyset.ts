import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** Where a page of a list begins: behind a key or before one; at the start of the list without. */
export interface Cursor {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
}

/** A page of a list, newest first, and the keys its neighbours begin at. */
export interface Page<Line> {
  readonly lines: readonly Line[];
  /** Give it as `after`; null on the last page. */
  readonly next: number | null;
  /** Give it as `before`; null on the first page. */
  readonly previous: number | null;
}

/** A row of a list, with the key it is ordered by. */
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

/** Makes a page of rows that `keyset` ordered; one more than `limit` was asked for. */
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
