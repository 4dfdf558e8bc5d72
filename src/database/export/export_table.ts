import { isoTime, type Sql } from "../connect/sql.ts";

/** A table that can be exported: without identifying data, or from the schema `identity`. */
export interface ExportTable {
  readonly columns: readonly ExportColumn[];
  /** The rows after the one with this key (or the first ones), ordered by key; empty at the end. */
  readonly page: (
    sql: Sql,
    after: ExportKey | undefined,
    limit: number,
  ) => Promise<readonly ExportRow[]>;
}

type ExportKey = number | string;

export interface ExportColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "bytes" | "seconds";
}

/** The values by column, and the key that the rows are ordered by. */
export type ExportRow = Readonly<Record<string, string | number | null>> & {
  readonly key: ExportKey;
};

export function texts(...names: readonly string[]): ExportColumn[] {
  return names.map((name) => ({ name, type: "text" }));
}

function integers(...names: readonly string[]): ExportColumn[] {
  return names.map((name) => ({ name, type: "integer" }));
}

const pageSize = 2000;

/** Yields all rows of a table, a bounded number at a time, with keyset pagination. */
export async function* exportRows(sql: Sql, table: ExportTable): AsyncGenerator<ExportRow> {
  let after: ExportKey | undefined;
  while (true) {
    const rows: readonly ExportRow[] = await table.page(sql, after, pageSize);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
  }
}

/** Batches whose job has ended, by code; never includes the names of their folders. */
export const exportBatches: ExportTable = {
  columns: [
    ...texts("batch", "status", "error_code", "found_at", "started_at", "finished_at"),
    ...integers("images", "series", "skipped", "held_back", "patients", "attempts"),
    { name: "bytes", type: "bytes" },
    { name: "seconds", type: "seconds" },
  ],
  page: async (sql, after, limit) => [
    ...await sql<ExportRow[]>`
      select id::float as key, code as batch, status, error_code,
        ${isoTime(sql, "found_at")} as found_at, ${isoTime(sql, "started_at")} as started_at,
        ${isoTime(sql, "finished_at")} as finished_at,
        images, series, skipped, held_back, patients, attempts, bytes::float as bytes,
        extract(epoch from finished_at - started_at)::float as seconds
      from batch
      where id > ${after ?? 0} and status in ('DONE', 'EMPTY', 'REVIEW', 'ERROR')
      order by id limit ${limit}`,
  ],
};

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
      where image.id > ${after ?? 0} and batch.status in ('DONE', 'REVIEW')
      order by image.id limit ${limit}`,
  ],
};

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
          where series_id = series.id and batch.status in ('DONE', 'REVIEW')
        ) delivered
      where series.id > ${after ?? 0} and delivered.images > 0
      order by series.id limit ${limit}`,
  ],
};
