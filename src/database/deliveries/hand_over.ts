import type { Claim, ClaimedBatch } from "../../model/batch.ts";
import type { HandedOver, PlacedOutput } from "../../model/delivery.ts";
import { batchTotals, setTotals } from "../batches/batch_totals.ts";
import { endReviews } from "../batches/end_reviews.ts";
import { claimLost } from "../batches/renew_leases.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";

/** The output, and the names of all targets in the settings. */
export interface HandOver extends PlacedOutput {
  readonly targets: readonly string[];
}

/**
 * Makes a delivery for each target and the Batch DELIVERING, which frees the slot of its job. A
 * target that has confirmed or refused this output before is not asked again; deliveries to other
 * targets are closed. If no target lacks the output, the Batch stays PROCESSING. Throws IntakeError
 * LEASE_LOST.
 */
export async function handOver(
  sql: Sql,
  claimed: Pick<ClaimedBatch, "id" | "claim" | "hasReview">,
  { targets, isNew, inbox, seconds }: HandOver,
): Promise<HandedOver> {
  return await sql.begin(async (transaction) => {
    const { id, claim } = claimed;
    // the row of the Batch is locked before those of its deliveries: see end_delivery.ts
    const placed = await transaction`
      update batch set stage = 'deliver', look_again = false,
        inbox = coalesce(${inbox ?? null}, inbox)
      where id = ${id} and claim = ${claim} and status = 'PROCESSING'`;
    if (placed.count !== 1) throw claimLost();
    if (claimed.hasReview) await endReviews(transaction, claimed);
    await queueDeliveries(transaction, claimed, targets, isNew);
    const rows = await transaction<{ target: string; state: string; reason: string | null }[]>`
      select target, state, error_reason as reason from delivery
      where batch_id = ${id} and state in ('waiting', 'refused') order by target`;
    const refused = rows.filter(({ state }) => state === "refused")
      .map(({ target, reason }) => ({ target, reason: reason ?? "" }));
    const outstanding = rows.length - refused.length;
    if (outstanding > 0) await beginDelivering(transaction, id, seconds);
    return { outstanding, refused };
  }) as HandedOver;
}

async function queueDeliveries(
  sql: TransactionSql,
  { id, claim }: Claim,
  targets: readonly string[],
  isNew: boolean,
): Promise<void> {
  const names = [...targets];
  await sql`
    insert into target (name) select unnest(${names}::text[]) on conflict (name) do nothing`;
  await sql`
    update target set removed_at = null where name = any(${names}) and removed_at is not null`;
  await sql`
    update delivery set state = 'closed', ended_at = clock_timestamp()
    where batch_id = ${id} and target <> all(${names}) and state not in ('confirmed', 'closed')`;
  // the claim numbers of a delivery begin with that of its Batch, and never repeat
  await sql`
    with total as (
      select count(*) as images, coalesce(sum(bytes), 0) as bytes from image where batch_id = ${id}
    )
    insert into delivery as d (batch_id, target, claim, images, bytes)
    select ${id}, name, ${claim - 1}, images, bytes from unnest(${names}::text[]) t (name), total
    on conflict (batch_id, target) do update set
      state = 'waiting', claim = greatest(d.claim, excluded.claim), images = excluded.images,
      bytes = excluded.bytes, attempts = 0, queued_at = now(), next_attempt = now(),
      error_code = null, error_reason = null, ended_at = null,
      confirmed = case when ${isNew} then 0 else d.confirmed end
    where ${isNew} or d.state in ('paused', 'closed')`;
}

async function beginDelivering(
  sql: TransactionSql,
  id: number,
  seconds: Readonly<Record<string, number>>,
): Promise<void> {
  await sql`
    with ${batchTotals(sql, id)}
    update batch set status = 'DELIVERING', claimed_by = null, attempts = 0,
      charged_claims = '{}', ${setTotals(sql, id)}, seconds = seconds || ${sql.json(seconds)}
    from found, skipped_files where batch.id = ${id}`;
}
