import type { BatchStatus, Stage } from "../../model/batch.ts";
import { namedBy } from "../batches/retry_batches.ts";
import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

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
  /** The number of images that were repaired, by repair code. */
  readonly repairs: Readonly<Record<string, number>>;
  readonly conflicts: readonly string[];
  /** The first skipped files and files with findings. */
  readonly skipped: readonly FaultyFile[];
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
}

const defaultFiles = 20;

/**
 * The Batches that are ERROR, have skipped files, changed after their job or have a folder
 * conflict; without names all of them, otherwise those with these uids or codes.
 */
export async function listErrors(
  sql: Sql,
  names: readonly string[],
  { withPaths, limit, files = defaultFiles, after = 0 }: ErrorsShown,
): Promise<FaultyBatch[]> {
  const rows = await sql<FaultyBatch[]>`
    select uid, code, status, stage, error_code as "faultCode", error_reason as reason, attempts,
      changed_at is not null as changed, repairs,
      skipped + (select count(*) from gate_finding f where f.batch_id = b.id)::int
        as "skippedCount",
      coalesce((select jsonb_agg(c.base order by c.base) from folder_conflict c
        where c.batch_id = b.id), '[]') as conflicts,
      ${countsAsJson(sql, sql`= b.id`)} as counts,
      ${filesAsJson(sql, sql`b.id`, { after, limit: files, withPaths })} as skipped
    from batch b where ${selected(sql, names)} order by id desc limit ${limit}`;
  return [...rows];
}

/** Counts the files of all such Batches by code and rule. */
export async function countErrors(sql: Sql, names: readonly string[]): Promise<FaultCount[]> {
  return await countFaults(sql, selected(sql, names));
}

function selected(sql: Sql, names: readonly string[]): Statement {
  return names.length > 0
    ? namedBy(sql, names)
    : sql`(status = 'ERROR' or has_error or held_back > 0 or changed_at is not null
        or exists (select from folder_conflict c where c.batch_id = b.id))`;
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

/** How many files have a code, and a rule if one held them back. */
export interface FaultCount {
  readonly code: string;
  /** The group and the name of the rule. */
  readonly group?: string;
  readonly rule?: string;
  readonly files: number;
  /** The number of Batches that these files belong to. */
  readonly batches: number;
}

/** Counts skipped files and files with findings by code and rule, the most frequent first. */
async function countFaults(sql: Sql, isSelected: Statement): Promise<FaultCount[]> {
  const [row] = await sql<{ counts: FaultCount[] }[]>`
    select ${countsAsJson(sql, sql`in (select id from batch b where ${isSelected})`)} as counts`;
  return row?.counts ?? [];
}

/**
 * The same counts as a JSON array, for use in a larger query; `isOf` is a condition that follows
 * `batch_id`.
 */
function countsAsJson(sql: Sql, isOf: Statement): Statement {
  return sql`
    coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', code, 'group', rule_group,
        'rule', rule, 'files', files, 'batches', batches)) order by files desc, code, rule)
      from (
        select code, rule_group, rule, count(*)::int as files,
          count(distinct batch_id)::int as batches
        from (
          select batch_id, code, rule_group, rule from skipped_file where batch_id ${isOf}
          union all
          select batch_id, 'GATE', null, null from gate_finding where batch_id ${isOf}
        ) f group by code, rule_group, rule) counted
    ), '[]')`;
}
