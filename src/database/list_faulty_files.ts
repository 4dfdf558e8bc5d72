import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

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
export function filesAsJson(
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
