import type { BatchStatus, Stage } from "../model/batch.ts";
import { countFaults, countsAsJson, type FaultCount } from "./count_faults.ts";
import { type FaultyFile, filesAsJson } from "./list_faulty_files.ts";
import { namedBy } from "./named_by.ts";
import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

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
