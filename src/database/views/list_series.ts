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

/** A series in a list, and the number of its delivered images. */
export interface SeriesLine extends Keyed {
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly patient: string | null;
  readonly studyDate: string | null;
  readonly modality: string | null;
  readonly bodyPart: string | null;
  readonly seriesNumber: number | null;
  readonly description: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly images: number;
  readonly bytes: number;
}

/** Selects series; every filter uses an index. */
export interface SeriesFilter {
  readonly modality?: string | undefined;
  /** StudyInstanceUID and pseudonym of the output. */
  readonly study?: string | undefined;
  readonly patient?: string | undefined;
}

/** A page of the series that match a filter, newest first. */
export async function listSeries(
  sql: Sql,
  filter: SeriesFilter,
  cursor: Cursor,
  limit: number,
): Promise<Page<SeriesLine>> {
  const { condition, order } = keyset(sql, "series.id", cursor);
  const rows = await sql<SeriesLine[]>`
    with wanted as materialized (
      select series.* from series
      where ${seriesCondition(sql, filter)} and ${condition}
      order by ${order} limit ${limit + 1}
    )
    select series.id::float as key, series_instance_uid as "seriesInstanceUid",
      study_instance_uid as "studyInstanceUid", patient, to_char(study_date, 'YYYY-MM-DD') as "studyDate", modality,
      body_part as "bodyPart", series_number as "seriesNumber", series.description, manufacturer,
      model, delivered.images, delivered.bytes
    from wanted series join study on study.id = study_id
      cross join lateral (
        select count(*)::int as images, coalesce(sum(bytes), 0)::float as bytes
        from image where series_id = series.id
      ) delivered
    order by ${order}`;
  return pageOf(rows, limit, cursor);
}

/** The number of series that match a filter. */
export async function countSeries(sql: Sql, filter: SeriesFilter): Promise<RowCount> {
  return await countRows(sql, sql`from series where ${seriesCondition(sql, filter)}`);
}

function seriesCondition(
  sql: Sql,
  { modality, study, patient }: SeriesFilter,
): Statement {
  return sql`true
    ${modality ? sql`and modality = ${modality}` : sql``}
    ${
    study
      ? sql`and study_id = any(array(select id from study where study_instance_uid = ${study}))`
      : sql``
  }
    ${
    patient
      ? sql`and study_id = any(array(select id from study where patient = ${patient}))`
      : sql``
  }`;
}
