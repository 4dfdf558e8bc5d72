import type { Sql, TransactionSql } from "./connect/sql.ts";
import type { ImageRow } from "../model/image.ts";

/** Records the findings in images that are delivered in spite of them (GATE=warn). */
export async function insertGateFindings(
  sql: TransactionSql,
  batchId: number,
  rows: readonly ImageRow[],
): Promise<void> {
  const found = rows.flatMap(({ fileNumber, findings }) =>
    findings === null ? [] : [{ fileNumber, findings }]
  );
  if (found.length === 0) return;
  await sql`
    insert into gate_finding (batch_id, file_number, findings)
    select ${batchId}, "fileNumber", findings
    from jsonb_to_recordset(${sql.json(found)}) as r ("fileNumber" int, findings text)`;
}

/** Removes the findings of an earlier job of a Batch. */
export async function removeGateFindings(
  sql: Sql | TransactionSql,
  batchId: number,
): Promise<void> {
  await sql`delete from gate_finding where batch_id = ${batchId}`;
}
