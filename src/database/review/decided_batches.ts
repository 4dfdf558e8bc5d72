import type { TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** The undo of a decision is possible for this long; until the job has started. */
export const undoSeconds = 20;
/** A Batch about which a person goes on deciding is not postponed for longer. */
const longestSeconds = 120;

/**
 * Locks the rows of the Batches of these images, in one order. Every statement that changes images
 * of a review has locked them, so that none changes meanwhile.
 */
export async function lockBatches(sql: TransactionSql, condition: Statement): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id::float as id from batch
    where id in (select batch_id from review_image r where ${condition})
    order by id for no key update`;
  return rows.map(({ id }) => id);
}

/** Records which images a row of the audit trail is about: those with this decision now. */
export async function noteImages(
  sql: TransactionSql,
  row: number,
  decision: number,
  condition: Statement = sql``,
): Promise<void> {
  await sql`
    insert into review_decision_image (decision, batch, file_number, sha256)
    select ${row}::bigint, code, file_number, sha256
    from review_image r join batch on batch.id = batch_id
    where r.decision = ${decision} ${condition}`;
}

/** Sets when the Batches of a decision may be claimed. */
export async function setDue(
  sql: TransactionSql,
  decision: number,
  waitSeconds: number,
): Promise<void> {
  await sql`
    update batch set review_due = least(
      clock_timestamp() + make_interval(secs => ${waitSeconds}::float8),
      (select min(d.at) + make_interval(secs => ${longestSeconds}::float8)
        from review_image r join review_decision d on d.id = r.decision
        where r.batch_id = batch.id and r.state = 'decided'))
    where id in (select batch_id from review_image where decision = ${decision}
      and state = 'decided')`;
}
