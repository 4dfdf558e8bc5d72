import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** A column of times as ISO 8601 in UTC, to the millisecond. */
export function isoTime(sql: Sql, column: string): Statement {
  return sql`to_char(${sql(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
