import type { DeliveredImage, Sighting } from "../../model/delivery.ts";
import type { Sql } from "../connect/sql.ts";

const pageSize = 500;

/**
 * Yields all images of Batches that are DONE or whose delivery failed, a bounded number at a time.
 */
export async function* ledgerPages(sql: Sql): AsyncGenerator<readonly DeliveredImage[]> {
  for (let after = 0;;) {
    const page = await ledgerPage(sql, after, pageSize);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.id;
  }
}

/** The images after a given id, by keyset pagination. */
async function ledgerPage(
  sql: Sql,
  after: number,
  limit: number,
): Promise<DeliveredImage[]> {
  const rows = await sql<DeliveredImage[]>`
    select image.id::float as id, batch_id::float as "batchId", code as batch,
      study_instance_uid as "StudyInstanceUID", series_instance_uid as "SeriesInstanceUID",
      sop_instance_uid as "SOPInstanceUID", image.bytes::float as bytes, sha256,
      concat_ws('/', study_instance_uid, series_instance_uid, sop_instance_uid || '.dcm') as path
    from image join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id
    where image.id > ${after}
      and (batch.status = 'DONE' or (batch.status = 'ERROR' and batch.stage = 'deliver'))
    order by image.id limit ${limit}`;
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
 * Requeues Batches that are DONE or whose delivery failed. At stage `deliver`, only objects that a
 * target has not confirmed are sent again. At stage `waiting`, the output is made again because it
 * lacks images. The latter excludes Batches whose source no longer exists, because another folder
 * may have its name, and Batches whose source has changed, because a person must decide. Returns
 * the number of requeued Batches.
 */
export async function resendBatches(
  sql: Sql,
  ids: readonly number[],
  stage: "deliver" | "waiting",
): Promise<number> {
  const result = await sql`
    update batch set status = origin, stage = ${stage}, attempts = 0, charged_claims = '{}', not_before = now(),
      look_again = false, error_code = null, error_reason = null, has_error = false, finished_at = null
    where id = any(${ids as number[]})
      and (status = 'DONE' or (status = 'ERROR' and stage = 'deliver'))
      and (${stage}::text = 'deliver' or (not source_gone and changed_at is null))`;
  return result.count;
}
