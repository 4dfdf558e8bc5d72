import type { Sql } from "./connect/sql.ts";

/** The images of a Batch that a target has confirmed. */
export interface TargetReceipts {
  readonly target: string;
  readonly images: number;
  readonly bytes: number;
  readonly lastAt: string;
}

/** Counts the images of a Batch that each target has confirmed. */
export async function countReceipts(sql: Sql, batchKey: number): Promise<TargetReceipts[]> {
  const rows = await sql<TargetReceipts[]>`
    select target, count(*)::int as images, sum(bytes)::float as bytes,
      to_char(max(delivered_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
    from receipt where batch_id = ${batchKey}
      and state in ('confirmed', 'same') and kind = 'image'
    group by target order by target`;
  return [...rows];
}
