import { endReviews } from "../batches/end_reviews.ts";
import { pauseDeliveries } from "../batches/pause_deliveries.ts";
import { claimLost } from "../batches/renew_leases.ts";
import type { Sql } from "../connect/sql.ts";
import type { Claim } from "../../model/batch.ts";
import type { FileDecision } from "../../model/review.ts";

/**
 * Begins to carry out the decisions about images of a Batch, which can no longer be undone. Returns
 * them, and those that earlier jobs have carried out. Throws IntakeError LEASE_LOST.
 */
export async function startReviews(sql: Sql, { id, claim }: Claim): Promise<FileDecision[]> {
  return await sql.begin(async (transaction) => {
    const held = await transaction`
      update batch set review_due = null
      where id = ${id} and claim = ${claim} and status = 'PROCESSING'`;
    if (held.count !== 1) throw claimLost();
    await transaction`
      update review_image set state = 'started' where batch_id = ${id} and state = 'decided'`;
    const rows = await transaction<FileDecision[]>`
      select file_number as "fileNumber", sha256, bytes::float as bytes, d.what as action, d.boxes,
        r.state = 'started' as "isNew"
      from review_image r join review_decision d on d.id = r.decision
      where batch_id = ${id} and r.state in ('started', 'done') order by file_number`;
    return [...rows];
  }) as FileDecision[];
}

/**
 * Records that the decisions were carried out and the output with their images is placed: the job
 * continues with the delivery. With `hasNewImages`, every target receives them. Throws IntakeError
 * LEASE_LOST.
 */
export async function carriedOut(
  sql: Sql,
  { id, claim }: Claim,
  hasNewImages: boolean,
): Promise<void> {
  await sql.begin(async (transaction) => {
    const held = await transaction`
      update batch set stage = 'deliver', reviewing = false
      where id = ${id} and claim = ${claim} and status = 'PROCESSING'`;
    if (held.count !== 1) throw claimLost();
    await endReviews(transaction, { id, claim });
    if (hasNewImages) await pauseDeliveries(transaction, [id], { all: true });
  });
}

/** The originals of a Batch that are still needed, by their SHA-256. */
export async function openReviews(
  sql: Sql,
  { id }: Pick<Claim, "id">,
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ sha256: string }[]>`
    select sha256 from review_image where batch_id = ${id} and state <> 'done'`;
  return new Set(rows.map(({ sha256 }) => sha256));
}
