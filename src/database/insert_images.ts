import type { TransactionSql } from "postgres";
import type { ImageRow } from "./image_row.ts";

/**
 * Inserts a chunk of Image rows with the studies and series they need, in three statements.
 * Returns the file numbers that were inserted: an image whose SOPInstanceUID is already in
 * the database, from this Batch or another, is not.
 */
export async function insertImages(
  sql: TransactionSql,
  batchId: number,
  rows: readonly ImageRow[],
): Promise<Set<number>> {
  const chunk = sql.json(rows.map(flat) as never);
  await sql`
    insert into study (study_instance_uid, patient, accession, study_date, description)
    select distinct on (study_instance_uid)
      study_instance_uid, patient, accession, study_date, study_description
    from jsonb_to_recordset(${chunk}) as r (study_instance_uid text, patient text, accession text,
      study_date date, study_description text, file_number int)
    order by study_instance_uid, file_number
    on conflict do nothing`;
  await sql`
    insert into series (study_id, series_instance_uid, series_number, modality, body_part,
      description, manufacturer, model)
    select distinct on (study.id, series_instance_uid) study.id, series_instance_uid, series_number,
      modality, body_part, series_description, manufacturer, model
    from jsonb_to_recordset(${chunk}) as r (study_instance_uid text, series_instance_uid text,
      series_number int, modality text, body_part text, series_description text, manufacturer text,
      model text, file_number int)
    join study using (study_instance_uid)
    order by study.id, series_instance_uid, file_number
    on conflict do nothing`;
  const inserted = await sql<{ file_number: number }[]>`
    insert into image (batch_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,
      instance_number, image_rows, image_columns, frames, file_number, path, bytes, sha256, header)
    select ${batchId}, series.id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,
      instance_number, image_rows, image_columns, frames, file_number, path, bytes, sha256, header
    from jsonb_to_recordset(${chunk}) as r (study_instance_uid text, series_instance_uid text,
      sop_instance_uid text, sop_class_uid text, transfer_syntax_uid text, instance_number int,
      image_rows int, image_columns int, frames int, file_number int, path text, bytes bigint,
      sha256 text, header jsonb)
    join study using (study_instance_uid)
    join series on series.study_id = study.id
      and series.series_instance_uid = r.series_instance_uid
    order by sop_instance_uid, file_number
    on conflict do nothing
    returning file_number`;
  return new Set(inserted.map((row) => row.file_number));
}

function flat(row: ImageRow): Record<string, unknown> {
  const { study, series } = row;
  return {
    file_number: row.fileNumber,
    path: row.path,
    bytes: row.bytes,
    sha256: row.sha256,
    sop_instance_uid: row.sopInstanceUid,
    sop_class_uid: row.sopClassUid,
    transfer_syntax_uid: row.transferSyntaxUid,
    instance_number: row.instanceNumber,
    image_rows: row.imageRows,
    image_columns: row.imageColumns,
    frames: row.frames,
    header: row.header,
    study_instance_uid: study.studyInstanceUid,
    patient: study.patient,
    accession: study.accession,
    study_date: study.studyDate,
    study_description: study.description,
    series_instance_uid: series.seriesInstanceUid,
    series_number: series.seriesNumber,
    modality: series.modality,
    body_part: series.bodyPart,
    series_description: series.description,
    manufacturer: series.manufacturer,
    model: series.model,
  };
}
