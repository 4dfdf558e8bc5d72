import { type ExportRow, type ExportTable, integers, texts } from "./export_table.ts";

/** Series with delivered images, and the number and size of these images. */
export const exportSeries: ExportTable = {
  columns: [
    ...texts(
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
    ),
    ...integers("series_number", "images"),
    { name: "bytes", type: "bytes" },
  ],
  page: async (sql, after, limit) => [
    ...await sql<ExportRow[]>`
      select series.id::float as key, series_instance_uid, study_instance_uid, patient, accession,
        to_char(study_date, 'YYYY-MM-DD') as study_date, study.description as study_description, modality, body_part,
        series.description as series_description, manufacturer, model, series_number,
        delivered.images, delivered.bytes
      from series join study on study.id = study_id
        cross join lateral (
          select count(*)::int as images, sum(image.bytes)::float as bytes
          from image join batch on batch.id = batch_id
          where series_id = series.id and batch.status = 'DONE'
        ) delivered
      where series.id > ${after ?? 0} and delivered.images > 0
      order by series.id limit ${limit}`,
  ],
};
