import type { Sql, TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** Batches with a result that a person should look at, without folder conflicts. */
export function isFaulty(sql: Sql | TransactionSql): Statement {
  return sql`(status = 'ERROR' or has_error or held_back > 0 or changed_at is not null)`;
}

/** Faulty Batches that are not acknowledged. */
export function needsAttention(sql: Sql | TransactionSql): Statement {
  return sql`(${isFaulty(sql)} and acknowledged_at is null)`;
}

/** Batches with a folder of the same name in another inbox; `key` is their column `id`. */
export function isConflicted(sql: Sql | TransactionSql, key: Statement): Statement {
  return sql`exists (select from folder_conflict c where c.batch_id = ${key})`;
}
