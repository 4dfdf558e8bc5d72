import type { Sql } from "../connect/sql.ts";

/** An image that a rule held back. */
export interface HeldBackLine {
  readonly batch: string;
  readonly batchKey: number;
  readonly file: number;
  readonly group: string | null;
  readonly rule: string | null;
  readonly reason: string;
}

/** A page starts after this image. */
export interface HeldBackCursor {
  readonly batchKey: number;
  readonly file: number;
}

/** Images that rules held back, those of the newest Batches first. */
export async function listHeldBack(
  sql: Sql,
  after: HeldBackCursor | undefined,
  limit: number,
): Promise<HeldBackLine[]> {
  const condition = after
    ? sql`and (batch_id, -file_number) < (${after.batchKey}, ${-after.file})`
    : sql``;
  const rows = await sql<HeldBackLine[]>`
    with held as materialized (
      select * from skipped_file where code = 'HELD_BACK' ${condition}
      order by batch_id desc, -file_number desc limit ${limit}
    )
    select batch.code as batch, batch_id::float as "batchKey", file_number as file,
      rule_group as "group", rule, reason
    from held join batch on batch.id = batch_id
    order by batch_id desc, -file_number desc`;
  return [...rows];
}

/** How many images a rule held back. */
export interface RuleCount {
  readonly group: string | null;
  readonly rule: string | null;
  readonly images: number;
}

/** The latest held images, counted by rule, the most frequent rule first. */
export async function countByRule(sql: Sql, latest: number): Promise<RuleCount[]> {
  const rows = await sql<RuleCount[]>`
    select rule_group as "group", rule, count(*)::int as images
    from (
      select rule_group, rule from skipped_file where code = 'HELD_BACK'
      order by batch_id desc, -file_number desc limit ${latest}
    ) latest group by 1, 2 order by 3 desc, 1, 2`;
  return [...rows];
}
