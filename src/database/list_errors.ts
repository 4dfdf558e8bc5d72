import { namedBy } from "./named_by.ts";
import type { Sql } from "./connect/sql.ts";

/** What `errors` shows of one Batch that needs a person. */
export interface FaultyBatch {
  readonly uid: string;
  readonly code: string;
  readonly status: string;
  readonly stage: string;
  readonly faultCode: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly changed: boolean;
  readonly conflicts: readonly string[];
  readonly skipped: readonly SkippedLine[];
  readonly skippedCount: number;
}

export interface SkippedLine {
  readonly file: number;
  readonly code: string;
  readonly reason: string;
  /** Only when asked for: names of files may hold names of patients. */
  readonly path?: string;
}

const skippedShown = 20;

/**
 * The Batches that are ERROR, left files out, changed after their job or conflict with another
 * folder; all, or those named by uid or code. At most `limit`, newest first, each with its first
 * 20 skipped files. `withPaths` reads schema `identity`.
 */
export async function listErrors(
  sql: Sql,
  names: readonly string[],
  options: { readonly withPaths: boolean; readonly limit: number },
): Promise<FaultyBatch[]> {
  const path = options.withPaths
    ? sql`(select path from ${sql.identity("source_file")} f
        where f.batch_id = s.batch_id and f.file_number = s.file_number)`
    : sql`null`;
  const rows = await sql<FaultyBatch[]>`
    select uid, code, status, stage, error_code as "faultCode", error_reason as reason, attempts,
      changed_at is not null as changed, 
      skipped + (select count(*) from gate_finding f where f.batch_id = b.id)::int
        as "skippedCount",
      coalesce((select jsonb_agg(c.base order by c.base) from folder_conflict c
        where c.batch_id = b.id), '[]') as conflicts,
      coalesce((
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'file', file_number, 'code', s.code,
          'reason', coalesce('rule "' || rule || '" of ' || rule_group || ': ', '') || reason, 'path', ${path}))
          order by file_number)
        from (
          select batch_id, file_number, code, reason, rule_group, rule
          from skipped_file where batch_id = b.id
          union all
          select batch_id, file_number, 'GATE', 'delivered, because GATE=warn: ' || findings, null, null
          from gate_finding where batch_id = b.id
          order by file_number limit ${skippedShown}) s
      ), '[]') as skipped
    from batch b
    where ${
    names.length > 0
      ? namedBy(sql, names)
      : sql`(status = 'ERROR' or has_error or held_back > 0 or changed_at is not null
          or exists (select from folder_conflict c where c.batch_id = b.id))`
  }
    order by id desc limit ${options.limit}`;
  return [...rows];
}
