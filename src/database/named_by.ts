import type { TransactionSql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/**
 * Selects Batches by code or folder name; if a folder's name equals the code of a Batch, the latter
 * is selected.
 */
export function namedBy(sql: TransactionSql, names: readonly string[]): Statement {
  const given = [...names];
  return sql`(code = any(${given})
    or (uid = any(${given}) and uid not in (select code from batch where code = any(${given}))))`;
}
