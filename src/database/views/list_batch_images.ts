import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import { type Cursor, type Page, pageOf } from "./keyset.ts";
import type { ImageLine } from "./list_images.ts";

/** Selects images of a Batch. */
export interface BatchImageFilter {
  /** The code of the Batch. */
  readonly batch: string;
  /** A SeriesInstanceUID of the output. */
  readonly series?: string | undefined;
}

/**
 * A page of the images of a Batch, one series after the other, each in the order of its instance
 * numbers; images without a number are last. The keys of the page are those of its first and last
 * image.
 */
export async function listBatchImages(
  sql: Sql,
  { batch, series }: BatchImageFilter,
  cursor: Cursor,
  limit: number,
): Promise<Page<ImageLine>> {
  const ofSeries = series
    ? sql`and image.series_id in (select id from series where series_instance_uid = ${series})`
    : sql``;
  const { condition, order } = neighbours(sql, cursor);
  const rows = await sql<ImageLine[]>`
    with placed as (
      select image.id, row_number() over (
        order by study_instance_uid, series_number, series_instance_uid, instance_number, image.id
      ) as place
      from image join series on series.id = series_id join study on study.id = study_id
      where batch_id = (select id from batch where code = ${batch}) ${ofSeries}
    ), wanted as materialized (
      select id, place from placed where ${condition} order by ${order} limit ${limit + 1}
    )
    select image.id::float as key, sop_instance_uid as "sopInstanceUid",
      series_instance_uid as "seriesInstanceUid", study_instance_uid as "studyInstanceUid",
      patient, batch.code as batch, modality, instance_number as "instanceNumber",
      image_rows as rows, image_columns as columns, frames, image.bytes::float as bytes, sha256,
      sop_class_uid as "sopClassUid", transfer_syntax_uid as "transferSyntaxUid", verdict, rule
    from wanted join image using (id) join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id
    order by ${order}`;
  return pageOf(rows, limit, cursor);
}

/** The images after or before the place of another one. */
function neighbours(
  sql: Sql,
  { after, before }: Cursor,
): { readonly condition: Statement; readonly order: Statement } {
  const placeOf = (key: number): Statement =>
    sql`(select place from placed where placed.id = ${key})`;
  if (before !== undefined) {
    return { condition: sql`place < ${placeOf(before)}`, order: sql`place desc` };
  }
  const condition = after === undefined ? sql`true` : sql`place > ${placeOf(after)}`;
  return { condition, order: sql`place` };
}
