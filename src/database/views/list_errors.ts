import type { BatchStatus, Stage } from "../../model/batch.ts";
import type { RefusedLine } from "../../model/delivery.ts";
import { isConflicted, isFaulty } from "../batches/attention.ts";
import { namedBy } from "../batches/retry_batches.ts";
import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import { countFaults, countsAsJson, type FaultCount } from "./count_faults.ts";
import { acknowledgementOf, type ShownAcknowledgement } from "./acknowledgement.ts";

/** A Batch that a person should look at, as `errors` shows it. */
export interface FaultyBatch {
  readonly uid: string;
  readonly code: string;
  readonly status: BatchStatus;
  readonly stage: Stage;
  readonly faultCode: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly changed: boolean;
  /** The number of its images that wait for a person, and since when (ISO 8601, UTC). */
  readonly waiting: number;
  readonly waitingSince: string | null;
  /** The number of images that were repaired, by repair code. */
  readonly repairs: Readonly<Record<string, number>>;
  readonly conflicts: readonly string[];
  /** When, by whom and why it was acknowledged; null if it needs attention. */
  readonly acknowledgement: ShownAcknowledgement | null;
  /** The first skipped files and files with findings. */
  readonly skipped: readonly FaultyFile[];
  /** The first images that targets refused for good. */
  readonly refused: readonly RefusedLine[];
  /** Their numbers by code and rule. */
  readonly counts: readonly FaultCount[];
  readonly skippedCount: number;
}

/** How much is read. */
export interface ErrorsShown {
  /** Includes paths from schema `identity`. */
  readonly withPaths: boolean;
  /** The maximum number of Batches, newest first. */
  readonly limit: number;
  /** The maximum number of files of each Batch; 20 if absent. */
  readonly files?: number;
  /** Files after this number only. */
  readonly after?: number;
  /** Without names: also acknowledged Batches. */
  readonly acknowledged?: boolean;
}

const defaultFiles = 20;

/**
 * The Batches that are ERROR, have skipped files, changed after their job or have a folder
 * conflict, and were not acknowledged; without names all of them, otherwise those with these uids
 * or codes.
 */
export async function listErrors(
  sql: Sql,
  names: readonly string[],
  { withPaths, limit, files = defaultFiles, after = 0, acknowledged = false }: ErrorsShown,
): Promise<FaultyBatch[]> {
  const rows = await sql<FaultyBatch[]>`
    select uid, code, status, stage, error_code as "faultCode", error_reason as reason, attempts,
      changed_at is not null as changed, repairs, review.waiting, review."waitingSince",
      skipped + (select count(*) from gate_finding f where f.batch_id = b.id)::int
        as "skippedCount",
      coalesce((select jsonb_agg(c.base order by c.base) from folder_conflict c
        where c.batch_id = b.id), '[]') as conflicts,
      ${acknowledgementOf(sql, sql`b`)} as acknowledgement,
      ${countsAsJson(sql, sql`= b.id`)} as counts, ${refusedAsJson(sql, files)} as refused,
      ${filesAsJson(sql, sql`b.id`, { after, limit: files, withPaths })} as skipped
    from batch b cross join lateral (
      select count(*)::int as waiting,
        to_char(min(since) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "waitingSince"
      from review_image r where r.batch_id = b.id and r.state in ('waiting', 'proposed')
    ) review
    where ${selected(sql, names, acknowledged)} order by id desc limit ${limit}`;
  return [...rows];
}

/** The first images of Batch `b` that targets refused, as a JSON array. */
function refusedAsJson(sql: Sql, limit: number): Statement {
  return sql`
    coalesce((select jsonb_agg(r) from (
      select object as image, target, code, note as reason from receipt
      where batch_id = b.id and code is not null and state in ('refused', 'other')
      order by target, object limit ${limit}) r), '[]')`;
}

/** Counts the files of all such Batches by code and rule. */
export async function countErrors(
  sql: Sql,
  names: readonly string[],
  acknowledged = false,
): Promise<FaultCount[]> {
  return await countFaults(sql, selected(sql, names, acknowledged));
}

function selected(sql: Sql, names: readonly string[], acknowledged: boolean): Statement {
  if (names.length > 0) return namedBy(sql, names);
  const isShown = sql`(${isFaulty(sql)} or ${isConflicted(sql, sql`b.id`)})`;
  return acknowledged ? isShown : sql`(${isShown} and acknowledged_at is null)`;
}

/** A file that was skipped, held back, or delivered in spite of a finding of the gate. */
export interface FaultyFile {
  /** Its number in the folder; file names may contain names of patients. */
  readonly file: number;
  readonly code: string;
  readonly reason: string;
  /** Present if paths were requested. */
  readonly path?: string;
  /** For a duplicate: the file that the catalogue has, and its path if paths were requested. */
  readonly other?: { readonly batch: string; readonly file: number; readonly path?: string };
}

/** A page of the files of a Batch. */
export interface FilePage {
  /** Files after this number only. */
  readonly after: number;
  readonly limit: number;
  /** Includes paths from schema `identity`. */
  readonly withPaths: boolean;
}

/** The skipped files and files with findings of a Batch, by number. */
export async function listFaultyFiles(
  sql: Sql,
  batchCode: string,
  page: FilePage,
): Promise<FaultyFile[]> {
  const batch = sql`(select id from batch where code = ${batchCode})`;
  const [row] = await sql<{ files: FaultyFile[] }[]>`
    select ${filesAsJson(sql, batch, page)} as files`;
  return row?.files ?? [];
}

/** The same page as a JSON array, for use in a larger query; `batch` is the id of a Batch. */
function filesAsJson(
  sql: Sql,
  batch: Statement,
  { after, limit, withPaths }: FilePage,
): Statement {
  const path = (batchKey: Statement, file: Statement): Statement =>
    withPaths
      ? sql`(select path from ${sql.identity("source_file")} f
          where f.batch_id = ${batchKey} and f.file_number = ${file})`
      : sql`null`;
  return sql`
    coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'file', file_number, 'code', s.code,
        'reason', coalesce('rule "' || rule || '" of ' || rule_group || ': ', '') || reason,
        'path', ${path(sql`s.batch_id`, sql`s.file_number`)},
        'other', case when other_file is not null then jsonb_build_object(
          'batch', (select code from batch o where o.id = other_batch_id), 'file', other_file,
          'path', ${path(sql`s.other_batch_id`, sql`s.other_file`)}) end)) order by file_number)
      from (
        select batch_id, file_number, code, reason, rule_group, rule, other_batch_id, other_file
        from skipped_file where batch_id = ${batch} and file_number > ${after}
        union all
        select batch_id, file_number, 'GATE', 'delivered, because GATE=warn: ' || findings,
          null, null, null, null
        from gate_finding where batch_id = ${batch} and file_number > ${after}
        order by file_number limit ${limit}) s
    ), '[]')`;
}
