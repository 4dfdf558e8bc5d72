import type { Sql } from "../connect/sql.ts";

/** Failed Batches with the same code and, if targets refused images, the same target. */
export interface ErrorGroup {
  readonly code: string;
  readonly target: string | null;
  readonly batches: number;
}

/** Grouping stops here, so that a page is never slow. */
const latestGrouped = 10_000;

/** The latest Batches that are ERROR and not acknowledged, in groups, the largest first. */
export async function groupErrors(sql: Sql): Promise<ErrorGroup[]> {
  const rows = await sql<ErrorGroup[]>`
    with failed as materialized (
      select id, coalesce(error_code, 'INTERNAL') as code from batch
      where status = 'ERROR' and acknowledged_at is null order by id desc limit ${latestGrouped}
    )
    select code, target, count(*)::int as batches
    from failed left join lateral (
      select target from delivery where batch_id = failed.id and state = 'refused'
    ) refused on true
    group by code, target order by batches desc, code, target`;
  return [...rows];
}
