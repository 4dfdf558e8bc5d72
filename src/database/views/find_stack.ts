import type { Sql } from "../connect/sql.ts";

/** A series as the viewer shows it, of which at least one image was delivered. */
export interface StackSeries {
  readonly seriesInstanceUid: string;
  readonly patient: string | null;
  readonly modality: string | null;
  readonly seriesNumber: number | null;
  readonly description: string | null;
  /** Without objects that have no picture. */
  readonly images: number;
  /** The code of the Batch that delivered the last image. */
  readonly batch: string;
}

/** An image of a stack. */
export interface StackImage {
  readonly uid: string;
  /** InstanceNumber. */
  readonly number: number | null;
  readonly frames: number;
}

/** Selects the images of a stack: those of a series, or a single one. */
export type StackFilter =
  | { readonly series: string }
  | { readonly image: string };

/** The series with this SeriesInstanceUID. */
export async function findStackSeries(
  sql: Sql,
  seriesInstanceUid: string,
): Promise<StackSeries | undefined> {
  const [series] = await sql<StackSeries[]>`
    select series_instance_uid as "seriesInstanceUid", patient, modality,
      series_number as "seriesNumber", series.description, delivered.images,
      batch.code as batch
    from series join study on study.id = study_id
      cross join lateral (
        select count(image_rows)::int as images, max(batch_id) as batch_id
        from image where series_id = series.id
      ) delivered
      join batch on batch.id = delivered.batch_id
    where series_instance_uid = ${seriesInstanceUid}
    order by series.id limit 1`;
  return series;
}

/** The first images of a stack, in the order of their instance numbers. */
export async function listStack(
  sql: Sql,
  filter: StackFilter,
  limit: number,
): Promise<readonly StackImage[]> {
  const condition = "series" in filter
    ? sql`series_id = any(array(
        select id from series where series_instance_uid = ${filter.series}))`
    : sql`sop_instance_uid = ${filter.image}`;
  return await sql<StackImage[]>`
    select sop_instance_uid as uid, instance_number as number,
      greatest(1, coalesce(frames, 1)) as frames
    from image where ${condition} and image_rows is not null
    order by series_id, instance_number, id limit ${limit}`;
}
