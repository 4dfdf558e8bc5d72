import type { BatchStatus, Stage } from "../model/batch.ts";
import { countFaults, countsAsJson, type FaultCount } from "./count_faults.ts";
import { type FaultyFile, filesAsJson } from "./list_faulty_files.ts";
import { namedBy } from "./named_by.ts";
import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** What `errors` shows of one Batch that needs a person. */
export interface FaultyBatch {
  readonly uid: string;
  readonly code: string;
  readonly status: BatchStatus;
  readonly stage: Stage;
  readonly faultCode: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly changed: boolean;
  /** How many images needed a repair, by its code. */
  readonly repairs: Readonly<Record<string, number>>;
  readonly conflicts: readonly string[];
  /** The first of its files that need a look. */
  readonly skipped: readonly FaultyFile[];
  /** Of all of them, by code and rule. */
  readonly counts: readonly FaultCount[];
  readonly skippedCount: number;
}

/** How much of it is shown. */
export interface ErrorsShown {
  /** Reads schema `identity`. */
  readonly withPaths: boolean;
  /** At most so many Batches, newest first. */
  readonly limit: number;
  /** Of each Batch so many files, 20 where it is not said, */
  readonly files?: number;
  /** behind the one of this number. */
  readonly after?: number;
}

const usualFiles = 20;

/**
 * The Batches that are ERROR, left files out, changed after their job or conflict with another
 * folder; all, or those named by uid or code.
 */
export async function listErrors(
  sql: Sql,
  names: readonly string[],
  { withPaths, limit, files = usualFiles, after = 0 }: ErrorsShown,
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
    from batch b where ${meant(sql, names)} order by id desc limit ${limit}`;
  return [...rows];
}

/** Files of all such Batches, by code and rule. */
export async function countErrors(sql: Sql, names: readonly string[]): Promise<FaultCount[]> {
  return await countFaults(sql, meant(sql, names));
}

function meant(sql: Sql, names: readonly string[]): Statement {
  return names.length > 0
    ? namedBy(sql, names)
    : sql`(status = 'ERROR' or has_error or held_back > 0 or changed_at is not null
        or exists (select from folder_conflict c where c.batch_id = b.id))`;
}
