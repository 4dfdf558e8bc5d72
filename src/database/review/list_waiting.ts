import type { WaitingFile, WaitingImage } from "../../model/review.ts";
import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** Selects images that wait; an absent member does not restrict the selection. */
export interface WaitingFilter {
  /** The code of a Batch. */
  readonly batch?: string | undefined;
  readonly modality?: string | undefined;
  readonly device?: string | undefined;
  readonly layout?: string | undefined;
  readonly series?: string | undefined;
  /** The id of the decision about them. */
  readonly decision?: number | undefined;
  /** Only images without a decision, or only images with one; all if it is absent. */
  readonly isDecided?: boolean | undefined;
}

/** A page starts after this image. */
export type WaitingCursor = Pick<WaitingImage, "since" | "batch" | "number">;

/**
 * Images that wait for a decision or for the job that carries it out, those that wait longest
 * first.
 */
export async function listWaiting(
  sql: Sql,
  { batch, modality, device, layout, series, decision, isDecided }: WaitingFilter,
  after: WaitingCursor | undefined,
  limit: number,
): Promise<WaitingImage[]> {
  return await select(
    sql,
    sql`r.state <> 'done'
      ${batch === undefined ? sql`` : sql`and batch_id = ${idOf(sql, batch)}`}
      ${modality === undefined ? sql`` : sql`and r.modality = ${modality}`}
      ${device === undefined ? sql`` : sql`and r.device = ${device}`}
      ${layout === undefined ? sql`` : sql`and r.layout = ${layout}`}
      ${series === undefined ? sql`` : sql`and r.series = ${series}`}
      ${decision === undefined ? sql`` : sql`and r.decision = ${decision}`}
      ${isDecided === undefined ? sql`` : sql`and (r.decision is not null) = ${isDecided}`}
      ${
      after
        ? sql`and (r.since, r.batch_id, r.file_number) >
            (${after.since}::timestamptz, ${idOf(sql, after.batch)}, ${after.number})`
        : sql``
    }`,
    limit,
  );
}

/** An image of a review that is not done; undefined if there is none. */
export async function findWaiting(
  sql: Sql,
  { batch, number }: WaitingFile,
): Promise<WaitingImage | undefined> {
  const condition = sql`r.state <> 'done' and batch_id = ${idOf(sql, batch)}
    and file_number = ${number}`;
  return (await select(sql, condition, 1))[0];
}

/**
 * The SHA-256 of the original of an image of a review that is not done; undefined if there is none,
 * or if it is not the given one.
 */
export async function findOriginal(
  sql: Sql,
  { batch, number, sha256 }: WaitingFile & { readonly sha256?: string | undefined },
): Promise<string | undefined> {
  const [row] = await sql<{ sha256: string }[]>`
    select sha256 from review_image r where r.state <> 'done' and batch_id = ${idOf(sql, batch)}
      and file_number = ${number}`;
  return row && (sha256 ?? row.sha256) === row.sha256 ? row.sha256 : undefined;
}

function idOf(sql: Sql, code: string): Statement {
  return sql`(select id from batch where code = ${code})`;
}

async function select(sql: Sql, condition: Statement, limit: number): Promise<WaitingImage[]> {
  const rows = await sql<(WaitingImage & { decision: WaitingImage["decision"] | null })[]>`
    with page as (
      select r.* from review_image r where ${condition}
      order by r.since, r.batch_id, r.file_number limit ${limit}
    ), alike as (
      select device, layout, count(*)::int as images from review_image
      where state = 'waiting' group by device, layout
    )
    select b.code as batch, p.file_number as number, p.sha256, p.modality, p.device, p.layout,
      p.reason, p.boxes, p.frames, p.image_rows as rows, p.image_columns as columns, p.series,
      ${utc(sql, sql`p.since`)} as since, coalesce(alike.images, 0) as alike,
      case when d.id is not null then jsonb_build_object('id', d.id, 'action', d.what,
        'scope', d.scope, 'boxes', d.boxes, 'images', d.images, 'reason', d.reason, 'by', d.by_name,
        'at', ${utc(sql, sql`d.at`)}, 'state', p.state) end as decision
    from page p join batch b on b.id = p.batch_id
      left join review_decision d on d.id = p.decision
      left join alike on (alike.device, alike.layout) = (p.device, p.layout)
    order by p.since, p.batch_id, p.file_number`;
  return rows.map(({ decision, ...image }) => ({ ...image, ...(decision ? { decision } : {}) }));
}

/** A time as ISO 8601 in UTC, with microseconds. */
function utc(sql: Sql, time: Statement): Statement {
  return sql`to_char(${time} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The images that wait for a person. */
export interface WaitingCount {
  readonly images: number;
  /** Since when the first of them waits, in UTC (ISO 8601); null if none waits. */
  readonly since: string | null;
  /** Of these images: those whose decision a second reviewer must confirm. */
  readonly proposed: number;
}

export async function countWaiting(sql: Sql): Promise<WaitingCount> {
  const [row] = await sql<WaitingCount[]>`
    select count(*)::int as images, ${utc(sql, sql`min(since)`)} as since,
      (count(*) filter (where state = 'proposed'))::int as proposed
    from review_image where state in ('waiting', 'proposed')`;
  return row ? { ...row } : { images: 0, since: null, proposed: 0 };
}
