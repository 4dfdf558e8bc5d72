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
  const chunk = sql.json(rows.map((row) => ({ ...row })));
  await sql`
    insert into study (study_instance_uid, patient)
    select distinct on ("studyInstanceUid") "studyInstanceUid", patient
    from jsonb_to_recordset(${chunk})
      as r ("studyInstanceUid" text, patient text, "fileNumber" int)
    order by "studyInstanceUid", "fileNumber"
    on conflict do nothing`;
  await sql`
    insert into series (study_id, series_instance_uid, series_number)
    select distinct on (study.id, "seriesInstanceUid") study.id, "seriesInstanceUid", "seriesNumber"
    from jsonb_to_recordset(${chunk}) as r ("studyInstanceUid" text, "seriesInstanceUid" text,
      "seriesNumber" int, "fileNumber" int)
    join study on study_instance_uid = "studyInstanceUid"
    order by study.id, "seriesInstanceUid", "fileNumber"
    on conflict do nothing`;
  const inserted = await sql<{ file_number: number }[]>`
    insert into image (batch_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,
      instance_number, image_rows, image_columns, frames, file_number, bytes)
    select ${batchId}, series.id, "sopInstanceUid", "sopClassUid", "transferSyntaxUid",
      "instanceNumber", "imageRows", "imageColumns", frames, "fileNumber", bytes
    from jsonb_to_recordset(${chunk}) as r ("studyInstanceUid" text, "seriesInstanceUid" text,
      "sopInstanceUid" text, "sopClassUid" text, "transferSyntaxUid" text, "instanceNumber" int,
      "imageRows" int, "imageColumns" int, frames int, "fileNumber" int, bytes bigint)
    join study on study_instance_uid = "studyInstanceUid"
    join series on series.study_id = study.id and series_instance_uid = "seriesInstanceUid"
    order by "sopInstanceUid", "fileNumber"
    on conflict do nothing
    returning file_number`;
  return new Set(inserted.map((row) => row.file_number));
}
