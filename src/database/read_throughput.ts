import type { Sql } from "./connect/sql.ts";

/** What was finished in an hour or a day. */
export interface Throughput {
  /** When it began, as ISO 8601 in UTC. */
  readonly start: string;
  readonly batches: number;
  readonly images: number;
  readonly bytes: number;
  readonly errors: number;
}

/**
 * What was finished in each of the last `count` hours or days, oldest first, including empty ones.
 * Days begin at midnight in a time zone (IANA name).
 */
export async function readThroughput(
  sql: Sql,
  unit: "hour" | "day",
  count: number,
  zone: string,
): Promise<Throughput[]> {
  const step = `1 ${unit}`;
  const rows = await sql<Throughput[]>`
    with latest as (select date_trunc(${unit}, now() at time zone ${zone}) as at),
    bucket as (
      select at at time zone ${zone} as since, (at + ${step}::interval) at time zone ${zone} as until
      from (select generate_series(at - ${
    count - 1
  } * ${step}::interval, at, ${step}::interval) as at
        from latest) local
    )
    select to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start,
      batches, images, bytes, errors
    from bucket cross join lateral (
      select count(*)::int as batches, coalesce(sum(images), 0)::float as images,
        coalesce(sum(bytes), 0)::float as bytes,
        (count(*) filter (where status = 'ERROR'))::int as errors
      from batch where finished_at >= since and finished_at < until
    ) ended
    order by since`;
  return [...rows];
}
