import { isConflicted, isFaulty } from "../batches/attention.ts";
import { namedBy } from "../batches/retry_batches.ts";
import { isoTime, type Sql } from "../connect/sql.ts";
import { acknowledgementOf, type ShownAcknowledgement } from "./acknowledgement.ts";
import { batchColumns, type BatchLine } from "./list_batches.ts";

/** Everything about a Batch except the name of its folder. */
export interface BatchDetail extends BatchLine {
  readonly base: string;
  readonly origin: string;
  readonly errorReason: string | null;
  readonly claimedBy: string | null;
  readonly leaseUntil: string | null;
  /** The duration of each stage in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  /**
   * Findings of the check of the whole Batch: numbers of study dates, patients and missing instance
   * numbers.
   */
  readonly studyDates: number;
  readonly patients: number;
  readonly instanceGaps: number;
  /** The number of images that were delivered in spite of findings of the gate. */
  readonly gateFindings: number;
  /** The number of images that were repaired, by repair code. */
  readonly repairs: Readonly<Record<string, number>>;
  /** Other inboxes with a folder of the same name. */
  readonly conflicts: readonly string[];
  /** Something about it was not acknowledged yet. */
  readonly needsAttention: boolean;
  /** When, by whom and why it was acknowledged; null if it was not. */
  readonly acknowledgement: ShownAcknowledgement | null;
}

/** The Batch with this code. */
export async function findBatch(sql: Sql, code: string): Promise<BatchDetail | undefined> {
  const [batch] = await sql<BatchDetail[]>`
    select ${batchColumns(sql)}, base, origin, error_reason as "errorReason",
      claimed_by as "claimedBy", ${isoTime(sql, "lease_until")} as "leaseUntil", seconds,
      study_dates as "studyDates", patients, instance_gaps as "instanceGaps", repairs,
      (select count(*) from gate_finding f where f.batch_id = batch.id)::int as "gateFindings",
      coalesce((select jsonb_agg(c.base order by c.base) from folder_conflict c
        where c.batch_id = batch.id), '[]') as conflicts,
      (acknowledged_at is null and (${isFaulty(sql)} or ${isConflicted(sql, sql`batch.id`)}))
        as "needsAttention",
      ${acknowledgementOf(sql, sql`batch`)} as acknowledgement
    from batch where code = ${code}`;
  return batch;
}

/** The code of the Batch with this code or folder name. */
export async function findBatchCode(sql: Sql, name: string): Promise<string | undefined> {
  const [batch] = await sql<{ code: string }[]>`
    select code from batch where ${namedBy(sql, [name])}`;
  return batch?.code;
}

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

/** A skipped file, by its number; its name is in schema `identity` only. */
export interface SkippedLine {
  readonly file: number;
  readonly code: string;
  readonly reason: string;
  readonly group: string | null;
  readonly rule: string | null;
}

/** The first skipped files of a Batch, without IGNORED ones. */
export async function listSkippedFiles(
  sql: Sql,
  batchKey: number,
  limit: number,
): Promise<SkippedLine[]> {
  const rows = await sql<SkippedLine[]>`
    select file_number as file, code, reason, rule_group as "group", rule
    from skipped_file where batch_id = ${batchKey} and code <> 'IGNORED'
    order by file_number limit ${limit}`;
  return [...rows];
}

/** A status change of a Batch: a line of the audit trail. */
export interface BatchEvent {
  readonly at: string;
  readonly status: string;
  readonly stage: string;
  readonly claim: number;
  readonly worker: string | null;
  readonly code: string | null;
  /** What a person wrote about an action. */
  readonly note: string | null;
}

const eventsShown = 200;

/** The last 200 status changes of a Batch, oldest first. */
export async function listBatchEvents(sql: Sql, batchKey: number): Promise<BatchEvent[]> {
  const events = await sql<BatchEvent[]>`
    select ${isoTime(sql, "at")} as at, status, stage, claim, worker, code, note
    from batch_event where batch_id = ${batchKey} order by id desc limit ${eventsShown}`;
  return events.toReversed();
}
