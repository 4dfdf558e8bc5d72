import type { Box, ReviewAction, ReviewScope } from "../../model/review.ts";
import type { Sql } from "../connect/sql.ts";

/** A row of the audit trail of decisions. */
export interface AuditRow {
  readonly id: number;
  /** In UTC (ISO 8601). */
  readonly at: string;
  /** A decision; what a person did with it; or what a job did with it. */
  readonly what: ReviewAction | "confirm" | "undo" | "carried-out" | "not-possible";
  /** The decision that the row is about; null for a decision. */
  readonly decision: number | null;
  /** The account of the person, or the process of the job. */
  readonly by: string;
  readonly from: string | null;
  readonly scope: ReviewScope | null;
  readonly boxes: readonly Box[];
  readonly reason: string;
  readonly images: number;
  /** The first images, as code of the Batch and number of the file. */
  readonly files: readonly { readonly batch: string; readonly number: number }[];
}

/** Which rows are read. */
export interface AuditFilter {
  /** The code of a Batch: only rows about its images. */
  readonly batch?: string | undefined;
  /** Only rows with smaller ids. */
  readonly before?: number | undefined;
}

const shownFiles = 20;

/** The audit trail, newest first. */
export async function auditTrail(
  sql: Sql,
  { batch, before }: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  const rows = await sql<AuditRow[]>`
    select id::float as id,
      to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, what,
      decision::float as decision, by_name as by, from_address as from, scope, boxes, reason,
      images, coalesce((
        select jsonb_agg(f) from (
          select i.batch, i.file_number as number from review_decision_image i
          where i.decision = d.id ${batch === undefined ? sql`` : sql`and i.batch = ${batch}`}
          order by i.batch, i.file_number limit ${shownFiles}) f), '[]') as files
    from review_decision d
    where ${before === undefined ? sql`true` : sql`id < ${before}`} ${
    batch === undefined
      ? sql``
      : sql`and id in (select decision from review_decision_image where batch = ${batch})`
  }
    order by id desc limit ${limit}`;
  return [...rows];
}
