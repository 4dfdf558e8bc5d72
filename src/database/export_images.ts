import { type ExportRow, type ExportTable, integers, texts } from "./export_table.ts";

/** Delivered images: their de-identified attributes and their paths below OUTPUT_BASE. */
export const exportImages: ExportTable = {
  columns: [
    ...texts(
      "sop_instance_uid",
      "series_instance_uid",
      "study_instance_uid",
      "patient",
      "accession",
      "study_date",
      "study_description",
      "modality",
      "body_part",
      "series_description",
      "manufacturer",
      "model",
      "sop_class_uid",
      "transfer_syntax_uid",
      "verdict",
      "rule",
      "batch",
      "path",
      "sha256",
    ),
    ...integers("series_number", "instance_number", "rows", "columns", "frames"),
    { name: "bytes", type: "bytes" },
  ],
  page: async (sql, after, limit) => [
    ...await sql<ExportRow[]>`
      select image.id::float as key, sop_instance_uid, series_instance_uid, study_instance_uid,
        patient, accession, to_char(study_date, 'YYYY-MM-DD') as study_date, study.description as study_description, modality,
        body_part, series.description as series_description, manufacturer, model, sop_class_uid,
        transfer_syntax_uid, verdict, rule, code as batch,
        concat_ws('/', code, study_instance_uid, series_instance_uid, sop_instance_uid || '.dcm')
          as path, sha256, series_number, instance_number, image_rows as rows,
        image_columns as columns, frames, image.bytes::float as bytes
      from image join batch on batch.id = batch_id
        join series on series.id = series_id join study on study.id = study_id
      where image.id > ${after ?? 0} and batch.status = 'DONE'
      order by image.id limit ${limit}`,
  ],
};
