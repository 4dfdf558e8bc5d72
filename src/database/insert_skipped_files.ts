import type { TransactionSql } from "./connect/sql.ts";
import type { SkippedFile } from "../model/image.ts";

/** Records the skipped files of a Batch; their paths are stored in schema `identity`. */
export async function insertSkippedFiles(
  sql: TransactionSql,
  batchId: number,
  skipped: readonly SkippedFile[],
): Promise<void> {
  if (skipped.length === 0) return;
  const rows = sql.json(skipped.map((file) => ({ ...file })));
  await sql`
    with files as (
      select * from jsonb_to_recordset(${rows})
        as r ("fileNumber" int, path text, code text, reason text,
          "group" text, rule text, "otherBatchId" bigint, "otherFile" int)
    ), paths as (
      insert into ${sql.identity("source_file")} (batch_id, file_number, path)
      select ${batchId}, "fileNumber", path from files
    )
    insert into skipped_file (batch_id, file_number, code, reason, rule_group, rule,
      other_batch_id, other_file)
    select ${batchId}, "fileNumber", code, reason, "group", rule, "otherBatchId", "otherFile"
    from files`;
}
