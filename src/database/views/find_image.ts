import type { Sql } from "../connect/sql.ts";
import type { ImageLine } from "./list_images.ts";

/** An element of the DICOM JSON Model (PS3.18 F.2). */
export interface StoredElement {
  readonly vr: string;
  readonly Value?: readonly unknown[];
}

/** A data set of that model, by tags in eight hexadecimal digits. */
export type StoredHeader = Readonly<Record<string, StoredElement>>;

/** A delivered image with its de-identified header and its neighbours in the series. */
export interface ImageDetail extends ImageLine {
  /** Without bulk data. */
  readonly header: StoredHeader | null;
  readonly seriesDescription: string | null;
  readonly rectangles: readonly string[] | null;
  readonly batchStatus: string;
  /** The position among the images of its series, counted from 1. */
  readonly position: number;
  readonly imagesInSeries: number;
  /** SOPInstanceUIDs of the previous and the next image. */
  readonly previous: string | null;
  readonly next: string | null;
}

/** The delivered image with this SOPInstanceUID. */
export async function findImage(
  sql: Sql,
  sopInstanceUid: string,
): Promise<ImageDetail | undefined> {
  const [image] = await sql<ImageDetail[]>`
    with found as (select * from image where sop_instance_uid = ${sopInstanceUid}),
    neighbours as (
      select id, (row_number() over w)::int as position, (count(*) over ())::int as total,
        lag(sop_instance_uid) over w as previous, lead(sop_instance_uid) over w as next
      from image where series_id = (select series_id from found)
      window w as (order by instance_number, id)
    )
    select image.id::float as key, image.sop_instance_uid as "sopInstanceUid",
      series_instance_uid as "seriesInstanceUid", study_instance_uid as "studyInstanceUid",
      patient, batch.code as batch, batch.status as "batchStatus", modality,
      instance_number as "instanceNumber", image_rows as rows, image_columns as columns, frames,
      image.bytes::float as bytes, sha256, sop_class_uid as "sopClassUid",
      transfer_syntax_uid as "transferSyntaxUid", verdict, rule, to_json(rectangles) as rectangles, header,
      series.description as "seriesDescription", position, total as "imagesInSeries",
      previous, next
    from found image join batch on batch.id = batch_id join neighbours on neighbours.id = image.id
      join series on series.id = series_id join study on study.id = study_id`;
  return image;
}

/** The path of a delivered image below OUTPUT_BASE, as names of directories and file. */
export interface ImagePlace {
  readonly code: string;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/** The path of the image with this SOPInstanceUID. */
export async function findImagePlace(
  sql: Sql,
  sopInstanceUid: string,
): Promise<ImagePlace | undefined> {
  const [place] = await sql<ImagePlace[]>`
    select code, study_instance_uid as study, series_instance_uid as series,
      sop_instance_uid as instance
    from image join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id
    where sop_instance_uid = ${sopInstanceUid}`;
  return place;
}
