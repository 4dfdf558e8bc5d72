import type { ComparedCounts } from "../../model/delivery.ts";
import type { Sql } from "../connect/sql.ts";

/** A comparison of a target with the catalogue, as far as it has come. */
export interface Reconciliation {
  /** Images up to this id are compared. */
  readonly after: number;
  readonly found: ComparedCounts;
}

const nothing: ComparedCounts = { same: 0, missing: 0, other: 0, unknown: 0 };

/**
 * Begins a comparison of a target. With `isResumed`, a comparison that was interrupted continues
 * where it ended.
 */
export async function beginReconciliation(
  sql: Sql,
  target: string,
  isResumed: boolean,
): Promise<Reconciliation> {
  if (isResumed) {
    const [interrupted] = await sql<Reconciliation[]>`
      select after_image::float as after, found from reconciliation
      where target = ${target} and after_image > 0`;
    if (interrupted) return interrupted;
  }
  await sql`
    insert into reconciliation (target, after_image, found)
    values (${target}, 0, ${sql.json(nothing)})
    on conflict (target) do update set after_image = 0, found = excluded.found,
      started_at = clock_timestamp(), ended_at = null`;
  return { after: 0, found: nothing };
}

/** Records that the images up to an id are compared. */
export async function noteReconciled(
  sql: Sql,
  target: string,
  { after, found: { same, missing, other, unknown } }: Reconciliation,
): Promise<void> {
  await sql`
    update reconciliation set after_image = ${after},
      found = ${sql.json({ same, missing, other, unknown })}
    where target = ${target}`;
}

/**
 * Ends a comparison. Returns the ids of the Batches that lack objects at the target, or whose other
 * content there is to be replaced, including those of its interrupted parts.
 */
export async function endReconciliation(sql: Sql, target: string): Promise<Set<number>> {
  const rows = await sql<{ id: number }[]>`
    select distinct batch_id::int as id from receipt r join reconciliation using (target)
    where target = ${target} and seen_at >= started_at and r.state in ('missing', 'replace')`;
  await sql`
    update reconciliation set after_image = null, ended_at = clock_timestamp()
    where target = ${target}`;
  return new Set(rows.map(({ id }) => id));
}
