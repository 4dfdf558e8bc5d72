import type { TransactionSql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** Batches by their codes or by their folders' names; a folder named like a code is not meant. */
export function namedBy(sql: TransactionSql, names: readonly string[]): Statement {
  const given = [...names];
  return sql`(code = any(${given})
    or (uid = any(${given}) and uid not in (select code from batch where code = any(${given}))))`;
}
