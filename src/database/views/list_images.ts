import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import {
  countRows,
  type Cursor,
  type Keyed,
  keyset,
  type Page,
  pageOf,
  type RowCount,
} from "./keyset.ts";

/** A delivered image in a list. */
export interface ImageLine extends Keyed {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly patient: string | null;
  readonly batch: string;
  readonly modality: string | null;
  readonly instanceNumber: number | null;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly frames: number | null;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly sopClassUid: string | null;
  readonly transferSyntaxUid: string;
  readonly verdict: string;
  readonly rule: string | null;
}

/** Selects images; every filter uses an index. */
export interface ImageFilter {
  /** The code of a Batch. */
  readonly batch?: string | undefined;
  /** SeriesInstanceUID, StudyInstanceUID and pseudonym of the output. */
  readonly series?: string | undefined;
  readonly study?: string | undefined;
  readonly patient?: string | undefined;
}

/** A page of the images that match a filter, newest first. */
export async function listImages(
  sql: Sql,
  filter: ImageFilter,
  cursor: Cursor,
  limit: number,
): Promise<Page<ImageLine>> {
  const { condition, order } = keyset(sql, "image.id", cursor);
  const rows = await sql<ImageLine[]>`
    with wanted as materialized (
      select image.* from image
      where ${imageCondition(sql, filter)} and ${condition}
      order by ${order} limit ${limit + 1}
    )
    select image.id::float as key, sop_instance_uid as "sopInstanceUid",
      series_instance_uid as "seriesInstanceUid", study_instance_uid as "studyInstanceUid",
      patient, batch.code as batch, modality, instance_number as "instanceNumber",
      image_rows as rows, image_columns as columns, frames, image.bytes::float as bytes, sha256,
      sop_class_uid as "sopClassUid", transfer_syntax_uid as "transferSyntaxUid", verdict, rule
    from wanted image join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id
    order by ${order}`;
  return pageOf(rows, limit, cursor);
}

/**
 * The number of images that match a filter. Without a filter, and if there are more than are
 * counted, it is PostgreSQL's estimate.
 */
export async function countImages(sql: Sql, filter: ImageFilter): Promise<RowCount> {
  const counted = await countRows(sql, sql`from image where ${imageCondition(sql, filter)}`);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (counted.isExact || isFiltered) return counted;
  const [row] = await sql<{ count: number }[]>`
    select reltuples::float as count from pg_class where oid = 'image'::regclass`;
  return { count: Math.max(row?.count ?? 0, counted.count), isExact: false };
}

/**
 * The keys are passed as arrays, which the planner turns into index scans, whatever the statistics
 * are.
 */
function imageCondition(
  sql: Sql,
  { batch, series, study, patient }: ImageFilter,
): Statement {
  const ofStudies = (condition: Statement) =>
    sql`and series_id = any(array(select series.id from series join study on study.id = study_id
      where ${condition}))`;
  return sql`true
    ${batch ? sql`and batch_id = (select id from batch where code = ${batch})` : sql``}
    ${
    series
      ? sql`and series_id = any(array(
          select id from series where series_instance_uid = ${series}))`
      : sql``
  }
    ${study ? ofStudies(sql`study_instance_uid = ${study}`) : sql``}
    ${patient ? ofStudies(sql`patient = ${patient}`) : sql``}`;
}
