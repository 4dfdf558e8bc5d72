import type { DeliveredImage, Sighting } from "../../model/delivery.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import { pauseDeliveries } from "../batches/pause_deliveries.ts";

const pageSize = 500;

/**
 * Yields the images with larger ids than `from` that a target should have, a bounded number at a
 * time: of Batches that are DONE or in REVIEW or whose delivery failed, and of those that it has
 * confirmed and other targets have not.
 */
export async function* ledgerPages(
  sql: Sql,
  target: string,
  from: number,
): AsyncGenerator<readonly DeliveredImage[]> {
  for (let after = from;;) {
    const page = await ledgerPage(sql, target, after);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.id;
  }
}

/** The images after a given id, by keyset pagination. */
async function ledgerPage(
  sql: Sql,
  target: string,
  after: number,
): Promise<DeliveredImage[]> {
  const rows = await sql<DeliveredImage[]>`
    select image.id::float as id, batch_id::float as "batchId", code as batch,
      study_instance_uid as "StudyInstanceUID", series_instance_uid as "SeriesInstanceUID",
      sop_instance_uid as "SOPInstanceUID", image.bytes::float as bytes, sha256,
      concat_ws('/', study_instance_uid, series_instance_uid, sop_instance_uid || '.dcm') as path
    from image join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id
    where image.id > ${after}
      and (batch.status in ('DONE', 'REVIEW') or (batch.status = 'ERROR' and batch.stage = 'deliver')
        or (batch.status = 'DELIVERING' and exists (
          select from delivery d
          where d.batch_id = batch.id and d.target = ${target} and d.state = 'confirmed')))
    order by image.id limit ${pageSize}`;
  return [...rows];
}

/**
 * Records the state of objects at a target. An object that the target had confirmed, and that is
 * unchanged, stays confirmed.
 */
export async function noteSightings(
  sql: Sql,
  target: string,
  seen: readonly Sighting[],
): Promise<void> {
  if (seen.length === 0) return;
  await sql`
    insert into receipt as r (batch_id, target, kind, object, bytes, sha256, state, seen_at)
    select "batchId", ${target}, kind, object, bytes, sha256, state, now()
    from jsonb_to_recordset(${sql.json(seen.map((one) => ({ ...one })))})
      as s ("batchId" bigint, kind text, object text, bytes bigint, sha256 text, state text)
    on conflict (batch_id, target, object) do update set seen_at = now(),
      bytes = excluded.bytes, sha256 = excluded.sha256,
      state = case when excluded.state = 'same' and r.sha256 = excluded.sha256
        and r.state = 'confirmed' then 'confirmed' else excluded.state end`;
}

/**
 * Requeues Batches that are DONE or whose delivery failed, to make their output again because it
 * lacks images. Excludes Batches whose source no longer exists, because another folder may have its
 * name, and Batches whose source has changed, because a person must decide. Returns the number of
 * requeued Batches.
 */
export async function resendBatches(sql: Sql, ids: readonly number[]): Promise<number> {
  return (await requeue(sql, ids, "waiting")).length;
}

/**
 * Requeues Batches that are DONE, whose delivery failed, or that other targets still receive, to
 * send what `target` lacks, and nothing more to the other targets. Those in `requeued` wait
 * already. Returns the ids of the others that were requeued.
 */
export async function resendToTarget(
  sql: Sql,
  ids: readonly number[],
  target: string,
  requeued: ReadonlySet<number>,
): Promise<readonly number[]> {
  return await sql.begin(async (transaction) => {
    const rows = await requeue(transaction, ids, "deliver");
    const waiting = ids.filter((id) => requeued.has(id));
    await pauseDeliveries(transaction, [...rows, ...waiting], { all: true, target });
    return rows;
  }) as readonly number[];
}

async function requeue(
  sql: TransactionSql,
  ids: readonly number[],
  stage: "deliver" | "waiting",
): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    update batch set status = origin, stage = ${stage}, attempts = 0, charged_claims = '{}',
      not_before = now(), look_again = false, error_code = null, error_reason = null,
      has_error = false, finished_at = null
    where id = any(${ids as number[]})
      and (status in ('DONE', 'REVIEW') or (status = 'ERROR' and stage = 'deliver')
        or (status = 'DELIVERING' and stage = 'deliver' and ${stage}::text = 'deliver'))
      and (${stage}::text = 'deliver' or (not source_gone and changed_at is null))
    returning id::int`;
  return rows.map(({ id }) => id);
}
