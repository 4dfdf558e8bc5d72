import type { Database } from "../src/database/open_database.ts";

/** The size of the catalogue; images are distributed evenly. */
export interface CatalogueSize {
  readonly batches: number;
  readonly imagesPerBatch: number;
}

/**
 * Fills an empty catalogue with synthetic rows of one year. Each Batch has one study and two
 * series, each patient has three Batches. One Batch in a hundred has failed, and one in fifty has
 * images that were held back. The indexes on images are dropped meanwhile and then recreated.
 */
export async function fillCatalogue(
  sql: Database["sql"],
  { batches, imagesPerBatch }: CatalogueSize,
): Promise<void> {
  await sql`alter table batch disable trigger user`;
  await sql`
    insert into batch (uid, code, base, origin, status, stage, error_code, error_reason, has_error,
      settled, claim, attempts, claimed_by, folder_modified_at, found_at, started_at, finished_at,
      images, series, skipped, held_back, bytes, seconds, study_dates, patients)
    select 'ST-' || n, 'B-' || upper(substr(md5(n::text), 1, 16)), '/data/inbox', 'NEW', status,
      case status when 'ERROR' then 'import' else 'finished' end,
      case status when 'ERROR' then 'FOLDER_UNREADABLE' end,
      case status when 'ERROR' then 'a directory cannot be read' end, false, true, 1, 1, 'host:1',
      at, at, at + interval '1 s', at + interval '9 s',
      case status when 'DONE' then ${imagesPerBatch} else 0 end, 2, held, held,
      ${imagesPerBatch} * 526000, '{"import": 7.1, "store": 0.9}', 1, 1
    from (
      select n, case when n % 100 = 0 then 'ERROR' when n % 97 = 0 then 'EMPTY' else 'DONE' end
          as status, case when n % 50 = 1 then 10 else 0 end as held,
        now() - make_interval(secs => (${batches}::int - n) * 31536000.0 / ${batches}) as at
      from generate_series(1, ${batches}::int) n
    ) made`;
  await sql`alter table batch enable trigger user`;
  await sql`
    insert into batch_event (batch_id, at, status, stage, claim)
    select id, at, event, reached, case event when 'NEW' then 0 else 1 end from batch cross join lateral (values
      (found_at, 'NEW', 'waiting'), (started_at, 'PROCESSING', 'claimed'),
      (finished_at, status, stage)) moved (at, event, reached)`;
  await sql`
    insert into study (study_instance_uid, patient, accession, study_date)
    select '2.25.1' || lpad(id::text, 36, '0'), 'P-' || upper(substr(md5((id / 3)::text), 1, 16)),
      'A' || id, found_at::date from batch`;
  await sql`
    insert into series (study_id, series_instance_uid, series_number, modality, body_part)
    select id, '2.25.2' || lpad((id * 2 + n)::text, 36, '0'), n,
      case when id % 1000 = 0 then 'XA' when id % 3 = 0 then 'MR' else 'CT' end, 'CHEST'
    from study cross join generate_series(1, 2) n`;
  await sql`
    update batch set modalities = array[modality], pseudonyms = array[patient]
    from study join series on study_id = study.id and series_number = 1
    where study.id = batch.id and batch.status = 'DONE'`;
  await insertImages(sql, imagesPerBatch);
  await sql`
    insert into skipped_file (batch_id, file_number, code, reason, rule_group, rule)
    select id, n, 'HELD_BACK', 'BurnedInAnnotation says YES', 'blacklist', 'Burned In ' || n % 4
    from batch cross join generate_series(1, 10) n where held_back > 0`;
  await sql`vacuum analyze`;
}

async function insertImages(sql: Database["sql"], imagesPerBatch: number): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and tablename = 'image'
      and indexname not in ('image_pkey', 'image_sop_instance_uid_key')`;
  await sql`alter table image drop constraint image_sop_instance_uid_key`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await sql`set synchronous_commit = off`;
  await sql`
    insert into image (batch_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,
      instance_number, image_rows, image_columns, file_number, bytes, header, sha256)
    select batch.id, series.id, '2.25.' || ('x' || substr(md5(batch.id || '.' || n), 1, 15))::bit(60)::bigint
        || lpad((batch.id * 1000 + n)::text, 15, '0'),
      '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', n, 512, 512, n, 526000,
      jsonb_build_object('00080060', jsonb_build_object('vr', 'CS', 'Value', jsonb_build_array('CT')),
        '00200013', jsonb_build_object('vr', 'IS', 'Value', jsonb_build_array(n))),
      md5(n::text) || md5(batch.id::text)
    from batch join study on study.id = batch.id
      join series on series.study_id = study.id
      cross join generate_series(1, ${imagesPerBatch}::int) n
    where series.series_number = n % 2 + 1 and batch.status = 'DONE'`;
  await sql`alter table image add constraint image_sop_instance_uid_key unique (sop_instance_uid)`;
  for (const { definition } of indexes) await sql.unsafe(definition);
}
