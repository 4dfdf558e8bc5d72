import type { Sql } from "./connect/sql.ts";

/** A skipped file, by its number; its name is in schema `identity` only. */
export interface SkippedLine {
  readonly file: number;
  readonly code: string;
  readonly reason: string;
  readonly group: string | null;
  readonly rule: string | null;
}

/** The first skipped files of a Batch. */
export async function listSkippedFiles(
  sql: Sql,
  batchKey: number,
  limit: number,
): Promise<SkippedLine[]> {
  const rows = await sql<SkippedLine[]>`
    select file_number as file, code, reason, rule_group as "group", rule
    from skipped_file where batch_id = ${batchKey} order by file_number limit ${limit}`;
  return [...rows];
}
