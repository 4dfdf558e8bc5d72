import type { BatchStatus, Stage } from "../../model/batch.ts";
import { isoTime, type Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import {
  countRows,
  type Cursor,
  type Keyed,
  keyset,
  type Page,
  pageOf,
  type RowCount,
} from "./keyset.ts";

/** A Batch in a list; it has the code, never the name of the folder. */
export interface BatchLine extends Keyed {
  readonly code: string;
  readonly status: BatchStatus;
  readonly stage: Stage;
  readonly errorCode: string | null;
  readonly images: number;
  readonly series: number;
  readonly skipped: number;
  readonly heldBack: number;
  readonly bytes: number;
  readonly attempts: number;
  /**
   * The version of the settings that its output was made with; null without one, or for older
   * Batches.
   */
  readonly projectVersion: number | null;
  /** The folder changed after the job. */
  readonly changed: boolean;
  readonly foundAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** Selects Batches; an absent member does not restrict the selection. */
export interface BatchFilter {
  readonly status?: BatchStatus | undefined;
  /**
   * Only those that `errors` shows: ERROR, with skipped or held files, or with a changed folder.
   */
  readonly attention?: boolean | undefined;
  /** The beginning of a code. */
  readonly code?: string | undefined;
  /** Found at this time or later. */
  readonly since?: Date | undefined;
  /** Found before this time. */
  readonly until?: Date | undefined;
}

/** A page of the Batches that match a filter, newest first. */
export async function listBatches(
  sql: Sql,
  filter: BatchFilter,
  cursor: Cursor,
  limit: number,
): Promise<Page<BatchLine>> {
  const { condition, order } = keyset(sql, "id", cursor);
  const rows = await sql<BatchLine[]>`
    select ${batchColumns(sql)} from batch
    where ${batchCondition(sql, filter)} and ${condition}
    order by ${order} limit ${limit + 1}`;
  return pageOf(rows, limit, cursor);
}

/** The columns of {@link BatchLine}. */
export function batchColumns(sql: Sql): Statement {
  return sql`id::float as key, code, status, stage, error_code as "errorCode", images, series,
    skipped, held_back as "heldBack", bytes::float as bytes, attempts,
    project_version as "projectVersion",
    changed_at is not null as changed, ${isoTime(sql, "found_at")} as "foundAt",
    ${isoTime(sql, "started_at")} as "startedAt", ${isoTime(sql, "finished_at")} as "finishedAt"`;
}

/** A filter as a condition on `batch`. */
function batchCondition(sql: Sql, filter: BatchFilter): Statement {
  const { status, attention, code, since, until } = filter;
  return sql`true
    ${status ? sql`and status = ${status}` : sql``}
    ${
    attention
      ? sql`and (status = 'ERROR' or has_error or held_back > 0 or changed_at is not null)`
      : sql``
  }
    ${code ? sql`and starts_with(code, ${code})` : sql``}
    ${since ? sql`and found_at >= ${since}` : sql``}
    ${until ? sql`and found_at < ${until}` : sql``}`;
}

/** The number of Batches that match a filter. */
export async function countBatches(sql: Sql, filter: BatchFilter): Promise<RowCount> {
  return await countRows(sql, sql`from batch where ${batchCondition(sql, filter)}`);
}
