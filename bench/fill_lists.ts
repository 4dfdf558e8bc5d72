import type { Database } from "../src/database/open_database.ts";

/** Nine in ten Batches were delivered to the first target, and few to the last one. */
export const targets = ["dimse://INTAKE@pacs:104", "s3://bucket/research", "file:///srv/rare"];

/**
 * Fills what lists show beside images, for the Batches of `fillCatalogue`: Batches of every status,
 * acknowledged and changed ones, deliveries and receipts, lines of the log, findings, images that
 * wait for a person with decisions, accounts and saved filters.
 */
export async function fillLists(sql: Database["sql"]): Promise<void> {
  await sql`alter table batch disable trigger user`;
  await sql`
    update batch set status = moved.status, stage = moved.stage,
      finished_at = case when moved.status = 'REVIEW' then finished_at end
    from (
      select id, case when n <= 300 then 'NEW' when n <= 500 then 'DELIVERING' else 'REVIEW' end
          as status,
        case when n <= 300 then 'waiting' when n <= 500 then 'deliver' else 'finished' end as stage
      from (select id, row_number() over (order by id desc) as n from batch where status = 'DONE') b
      where n <= 1500
    ) moved where moved.id = batch.id`;
  await sql`
    update batch set acknowledged_at = case when id % 3 = 0 then now() end,
      changed_at = case when id % 2 = 0 then now() end
    where id % 50 = 1`;
  await sql`update batch set modalities = '{CT,PT}' where id % 40 = 7 and status = 'DONE'`;
  await sql`alter table batch enable trigger user`;
  await fillDeliveries(sql);
  await sql`
    insert into batch_log (batch_id, at, level, event, fields, worker)
    select id, finished_at, 'info', event, '{"images": 52, "skipped": 0}', 'host:1'
    from batch cross join (values ('batch.placed'), ('batch.finished')) e (event)
    where finished_at is not null order by id`;
  await sql`
    insert into gate_finding (batch_id, file_number, findings)
    select id, n, 'a value of the source in (0008,1030)' from batch
      cross join generate_series(1, 5) n where id % 200 = 3`;
  await sql`
    insert into folder_conflict (batch_id, base)
    select id, '/data/other' from batch where id % 2000 = 5`;
  await fillReview(sql);
  await sql`
    insert into account_use (kind, name, used_at)
    select 'user', 'user ' || n, now() from generate_series(1, 200) n`;
  await sql`
    insert into saved_filter (account, name, query)
    select 'token administrator', 'filter ' || n, 'status=ERROR' from generate_series(1, 50) n`;
  await sql`vacuum analyze`;
}

/** Every tenth Batch has receipts for its images, as each of them would have. */
async function fillDeliveries(sql: Database["sql"]): Promise<void> {
  const [usual, second, rare] = targets;
  await sql`insert into target (name) select unnest(${targets}::text[])`;
  await sql`
    insert into delivery (batch_id, target, state, claim, attempts, images, bytes, confirmed,
      queued_at, ended_at, error_code, error_reason)
    select id, target, case when status = 'ERROR' and id % 200 = 0 then 'refused'
        when status = 'DELIVERING' then 'waiting' else 'confirmed' end, 1, 1, images, bytes, images,
      found_at, case when status <> 'DELIVERING' then coalesce(finished_at, found_at) end, null, null
    from batch cross join (values (${usual}, 1), (${second}, 2), (${rare}, 1000)) t (target, nth)
    where id % 10 <> 9 and id % nth = 0 and status in ('DONE', 'DELIVERING', 'REVIEW', 'ERROR')`;
  await sql`
    update batch set error_code = 'DELIVERY_FAILED', stage = 'deliver'
    from delivery where batch_id = batch.id and delivery.state = 'refused'`;
  await sql`
    insert into receipt (batch_id, target, kind, object, bytes, sha256, state)
    select batch_id, ${usual}, 'image', sop_instance_uid, bytes, sha256, 'confirmed'
    from image where batch_id % 10 = 0`;
}

/** 10,000 images wait for a person, and as many decisions were made. */
async function fillReview(sql: Database["sql"]): Promise<void> {
  await sql`
    insert into review_image (batch_id, file_number, sha256, bytes, modality, device, layout,
      reason, boxes, frames, image_rows, image_columns, series, since)
    select id, n, 'x', 1, 'US', 'GE, device ' || id % 40, '768 x 1024',
      'BurnedInAnnotation is absent, Modality US',
      '[{"left": 0, "top": 0, "width": 640, "height": 40}]', 1, 768, 1024, '2.25.' || id,
      now() - make_interval(secs => id * 10 + n)
    from batch cross join generate_series(0, 9) n where status = 'REVIEW'`;
  await sql`
    insert into review_decision (what, by_name, scope, images)
    select 'release', 'rita', 'image', 1 from generate_series(1, 10000)`;
  await sql`
    insert into review_decision_image (decision, batch, file_number, sha256)
    select d.id, code, 1, 'x' from review_decision d join batch on batch.id = d.id`;
}
