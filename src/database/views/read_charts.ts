import { isoTime, type Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** The last `count` hours or days, or as many groups of `every` of them. */
export interface ChartRange {
  readonly unit: "hour" | "day";
  readonly every: number;
  readonly count: number;
}

/** How finished Batches are told apart: not at all, by status, or by their modalities. */
export type ChartSeries = "total" | "result" | "modality";

/** Finished Batches of one kind. */
export interface ChartPart {
  /** A status, or modalities joined with ` + `; empty for all Batches. */
  readonly key: string;
  readonly batches: number;
  readonly images: number;
  readonly bytes: number;
  readonly errors: number;
}

/** What happened in a part of the range. */
export interface ChartBucket {
  /** Its start and its end, as ISO 8601 in UTC. */
  readonly start: string;
  readonly end: string;
  readonly parts: readonly ChartPart[];
  /** The number of Batches that waited to be processed at its end. */
  readonly waiting: number;
}

/**
 * The buckets of a range, oldest first; the last one is not over yet. Days start at midnight in a
 * time zone (IANA name).
 */
export async function readCharts(
  sql: Sql,
  range: ChartRange,
  series: ChartSeries,
  zone: string,
): Promise<ChartBucket[]> {
  const [finished, queue] = await Promise.all([
    readFinished(sql, range, series, zone),
    readQueue(sql, range, zone),
  ]);
  // the number that waits now is known: the changes after the end of a bucket are subtracted
  let waiting = queue.waiting;
  const depths = queue.changes.toReversed().map((change) => {
    const depth = waiting;
    waiting -= change;
    return Math.max(depth, 0);
  }).toReversed();
  return finished.map((bucket, at) => ({ ...bucket, waiting: depths[at] ?? 0 }));
}

/** The column by which Batches are grouped, and the key of a group. */
const groups: Readonly<Record<ChartSeries, (sql: Sql) => readonly [Statement, Statement]>> = {
  total: (sql) => [sql`''`, sql`grouped`],
  result: (sql) => [sql`status`, sql`grouped`],
  modality: (sql) => [
    sql`modalities`,
    sql`coalesce(nullif(array_to_string(grouped, ' + '), ''), 'none')`,
  ],
};

async function readFinished(
  sql: Sql,
  range: ChartRange,
  series: ChartSeries,
  zone: string,
): Promise<Omit<ChartBucket, "waiting">[]> {
  const [column, key] = groups[series](sql);
  const rows = await sql<Omit<ChartBucket, "waiting">[]>`
    with ${buckets(sql, range, zone)}
    select ${isoTime(sql, "since")} as start, ${isoTime(sql, "until")} as "end", parts
    from bucket cross join lateral (
      select coalesce(jsonb_agg(part order by key), '[]') as parts from (
        select ${key} as key, sum(batches)::int as batches, sum(images)::float as images,
          sum(bytes)::float as bytes, sum(errors)::int as errors
        from (
          select ${column} as grouped, count(*) as batches, coalesce(sum(images), 0) as images,
            coalesce(sum(bytes), 0) as bytes, count(*) filter (where status = 'ERROR') as errors
          from batch where finished_at >= since and finished_at < until group by 1
        ) of_column
        group by 1
      ) part
    ) ended
    order by since`;
  return [...rows];
}

/**
 * The number of Batches that wait, and how much it changed in each bucket. A Batch stops waiting
 * when it is processed. Its previous event is looked up only if it is older than the range.
 */
async function readQueue(
  sql: Sql,
  range: ChartRange,
  zone: string,
): Promise<{ readonly waiting: number; readonly changes: readonly number[] }> {
  const [row] = await sql<{ waiting: number; changes: number[] }[]>`
    with ${buckets(sql, range, zone)},
    recent as materialized (
      select id, at, batch_id, claim, status from batch_event
      where at >= (select min(since) from bucket) and at < (select max(until) from bucket)
        and status in ('NEW', 'QUEUE', 'PROCESSING')
    ),
    event as (
      select at, status <> 'PROCESSING' as waits,
        coalesce(
          lag(status) over (partition by batch_id order by id),
          case when status <> 'PROCESSING' then 'none' when claim = 1 then 'NEW' else (
            select status from batch_event p
            where p.batch_id = e.batch_id and p.id < e.id order by p.id desc limit 1) end
        ) in ('NEW', 'QUEUE') as waited
      from recent e
    ),
    change as (
      select width_bucket(at, (select array_agg(since order by since) from bucket)) as place,
        sum(case when waits then 1 else -1 end)::int as delta
      from event where waits <> coalesce(waited, false) group by 1
    )
    select (select count(*) from batch where status in ('NEW', 'QUEUE'))::int as waiting,
      (select jsonb_agg(coalesce(delta, 0) order by place)
        from generate_series(1, (select count(*)::int from bucket)) place
          left join change using (place)) as changes`;
  if (!row) throw new TypeError("an aggregate gave no row");
  return row;
}

/** A table `bucket` with the columns `since` and `until`. */
function buckets(sql: Sql, { unit, every, count }: ChartRange, zone: string): Statement {
  const step = `${every} ${unit}`;
  return sql`latest as (
      select date_trunc(${unit}, now() at time zone ${zone})
        - ${`${every - 1} ${unit}`}::interval as at
    ),
    bucket as materialized (
      select local at time zone ${zone} as since, (local + ${step}::interval) at time zone ${zone} as until
      from latest cross join generate_series(
        at - ${count - 1} * ${step}::interval, at, ${step}::interval) local
    )`;
}
