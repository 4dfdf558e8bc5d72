import type { Sql } from "./connect/sql.ts";

/** A series and the images of it that a Batch contains. */
export interface BatchSeries {
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly patient: string | null;
  readonly studyDate: string | null;
  readonly modality: string | null;
  readonly seriesNumber: number | null;
  readonly description: string | null;
  readonly images: number;
  readonly bytes: number;
  /** The SOPInstanceUID of the middle image. */
  readonly middleImage: string;
}

const seriesShown = 500;

/** The series of a Batch's images, at most 500. */
export async function listBatchSeries(sql: Sql, batchKey: number): Promise<BatchSeries[]> {
  const rows = await sql<BatchSeries[]>`
    with brought as (
      select series_id, count(*)::int as images, sum(bytes)::float as bytes,
        (array_agg(sop_instance_uid order by instance_number, id))[(count(*) + 1) / 2] as middle
      from image where batch_id = ${batchKey} group by series_id limit ${seriesShown}
    )
    select series_instance_uid as "seriesInstanceUid", study_instance_uid as "studyInstanceUid",
      patient, to_char(study_date, 'YYYY-MM-DD') as "studyDate", modality, series_number as "seriesNumber",
      series.description, images, bytes, middle as "middleImage"
    from brought join series on series.id = series_id join study on study.id = study_id
    order by study_instance_uid, series_number, series_instance_uid`;
  return [...rows];
}
