import type { Sql } from "../connect/sql.ts";

/** What the catalogue has of a patient, and what may be missing. */
export interface PatientContent {
  /** Oldest first. */
  readonly studies: readonly PatientStudy[];
  readonly batches: PatientBatches;
}

/** A study of a patient, with new UIDs and shifted dates. */
export interface PatientStudy {
  readonly studyInstanceUid: string;
  readonly studyDate: string | null;
  readonly modalities: readonly string[];
  readonly series: number;
  readonly images: number;
}

/** Numbers of the Batches that contain images of a patient. */
export interface PatientBatches {
  readonly all: number;
  /** Those that wait or are being processed or delivered. */
  readonly unfinished: number;
  /** Those with images that wait for a person. */
  readonly inReview: number;
  readonly failed: number;
  /** Those whose folders changed after their jobs. */
  readonly changed: number;
  /** Files without images that rules held back. */
  readonly skipped: number;
  readonly heldBack: number;
  /** Missing instance numbers within series. */
  readonly instanceGaps: number;
  /** Deliveries that targets have not confirmed. */
  readonly undelivered: number;
}

const mostStudies = 500;

/** What the catalogue has of the patient with this pseudonym; undefined if it has none. */
export async function readPatient(sql: Sql, patient: string): Promise<PatientContent | undefined> {
  const studies = await sql<(PatientStudy & { batches: number[] })[]>`
    select study_instance_uid as "studyInstanceUid",
      to_char(study_date, 'YYYY-MM-DD') as "studyDate",
      coalesce(jsonb_agg(distinct modality) filter (where modality is not null), '[]') as modalities,
      count(*)::int as series, coalesce(sum(stored.images), 0)::int as images,
      coalesce(jsonb_agg(stored.batches) filter (where stored.batches is not null), '[]') as batches
    from study join series on study_id = study.id cross join lateral (
      select count(*) as images, jsonb_agg(distinct batch_id) as batches
      from image where series_id = series.id
    ) stored
    where patient = ${patient}
    group by study.id order by study_date, study.id limit ${mostStudies}`;
  if (studies.length === 0) return undefined;
  const ids = [...new Set(studies.flatMap(({ batches }) => batches.flat()))];
  const [batches] = await sql<PatientBatches[]>`
    select count(*)::int as all,
      (count(*) filter (where status in ('NEW', 'QUEUE', 'PROCESSING', 'DELIVERING')))::int
        as unfinished,
      (count(*) filter (where status = 'REVIEW'))::int as "inReview",
      (count(*) filter (where status = 'ERROR'))::int as failed,
      (count(*) filter (where changed_at is not null))::int as changed,
      coalesce(sum(skipped - held_back), 0)::int as skipped,
      coalesce(sum(held_back), 0)::int as "heldBack",
      coalesce(sum(instance_gaps), 0)::int as "instanceGaps",
      (select count(*) from delivery where batch_id = any(${ids}::bigint[])
        and state not in ('confirmed', 'closed'))::int as undelivered
    from batch where id = any(${ids}::bigint[])`;
  if (!batches) throw new TypeError("an aggregate gave no row");
  return { studies: studies.map(({ batches: _, ...study }) => study), batches };
}
