import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** A timestamp column as ISO 8601 text in UTC, with milliseconds. */
export function isoTime(sql: Sql, column: string): Statement {
  return sql`to_char(${sql(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
