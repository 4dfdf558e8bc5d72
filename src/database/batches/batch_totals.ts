import type { Executor } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/**
 * Two common table expressions with what a Batch contains: `found` (images, series, bytes, missing
 * instance numbers, modalities, the first five pseudonyms of patients) and `skipped_files` (skipped
 * files without IGNORED ones, images that rules held back or a person rejected).
 */
export function batchTotals(sql: Executor, id: number): Statement {
  return sql`
    by_series as (
      select series_id, count(*) as images, sum(bytes) as bytes,
        greatest(max(instance_number) - min(instance_number) + 1 - count(distinct instance_number), 0)
          as gaps
      from image where batch_id = ${id} group by series_id
    ), found as (
      select coalesce(sum(images), 0) as images, count(*) as series,
        coalesce(sum(bytes), 0) as bytes, coalesce(sum(gaps), 0) as gaps,
        coalesce(array_agg(distinct modality) filter (where modality is not null), '{}')
          as modalities,
        coalesce((array_agg(distinct patient) filter (where patient is not null))[1:5], '{}')
          as pseudonyms
      from by_series join series on series.id = series_id join study on study.id = study_id
    ), skipped_files as (
      select count(*) as files, count(*) filter (where code in ('HELD_BACK', 'REJECTED')) as held
      from skipped_file where batch_id = ${id} and code <> 'IGNORED'
    )`;
}

/** Assignments of these totals to the columns of a Batch, whose earlier fault has ended. */
export function setTotals(sql: Executor, id: number): Statement {
  return sql`
    may_shrink = false, new_key = false, error_code = null, error_reason = null,
    lease_until = null, images = found.images, series = found.series, bytes = found.bytes,
    modalities = found.modalities, pseudonyms = found.pseudonyms, instance_gaps = found.gaps, skipped = skipped_files.files, held_back = skipped_files.held,
    has_error = skipped_files.files > skipped_files.held
      or exists (select from gate_finding where batch_id = ${id})`;
}
