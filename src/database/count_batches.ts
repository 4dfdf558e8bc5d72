import type { Sql } from "./connect/sql.ts";
import { countRows, type RowCount } from "./count_rows.ts";
import { batchCondition, type BatchFilter } from "./list_batches.ts";

/** The number of Batches that match a filter. */
export async function countBatches(sql: Sql, filter: BatchFilter): Promise<RowCount> {
  return await countRows(sql, sql`from batch where ${batchCondition(sql, filter)}`);
}
