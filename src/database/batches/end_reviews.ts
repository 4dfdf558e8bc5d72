import type { Claim } from "../../model/batch.ts";
import type { TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/**
 * The rest of a statement whose common table expression `ended` has decisions and files: adds a row
 * for each decision to the audit trail, and its images.
 */
export function auditRows(
  sql: TransactionSql,
  batchId: number,
  what: "carried-out" | "not-possible",
): Statement {
  return sql`
    noted as (
      insert into review_decision (what, decision, by_name, images, batch)
      select ${what}::text, ended.decision, coalesce(min(batch.claimed_by), ''), count(*)::int,
        min(batch.code)
      from ended join batch on batch.id = ${batchId} group by ended.decision
      returning id, decision, batch
    )
    insert into review_decision_image (decision, batch, file_number, sha256)
    select noted.id, noted.batch, file_number, sha256 from ended join noted using (decision)`;
}

/** Ends the decisions that the job of a Batch has carried out: the output is placed. */
export async function endReviews(
  sql: TransactionSql,
  { id: batchId, claim }: Claim,
): Promise<void> {
  await sql`
    with ended as (
      update review_image set state = 'done'
      where batch_id = ${batchId} and state = 'started'
        and exists (select from batch where id = ${batchId} and claim = ${claim})
      returning decision, file_number, sha256
    ), ${auditRows(sql, batchId, "carried-out")}`;
}
