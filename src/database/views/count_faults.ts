import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** How many files have a code, and a rule if one held them back. */
export interface FaultCount {
  readonly code: string;
  /** The group and the name of the rule. */
  readonly group?: string;
  readonly rule?: string;
  readonly files: number;
  /** The number of Batches that these files belong to. */
  readonly batches: number;
}

/** Counts skipped files and files with findings by code and rule, the most frequent first. */
export async function countFaults(sql: Sql, isSelected: Statement): Promise<FaultCount[]> {
  const [row] = await sql<{ counts: FaultCount[] }[]>`
    select ${countsAsJson(sql, sql`in (select id from batch b where ${isSelected})`)} as counts`;
  return row?.counts ?? [];
}

/**
 * The same counts as a JSON array, for use in a larger query; `isOf` is a condition that follows
 * `batch_id`.
 */
export function countsAsJson(sql: Sql, isOf: Statement): Statement {
  return sql`
    coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', code, 'group', rule_group,
        'rule', rule, 'files', files, 'batches', batches)) order by files desc, code, rule)
      from (
        select code, rule_group, rule, count(*)::int as files,
          count(distinct batch_id)::int as batches
        from (
          select batch_id, code, rule_group, rule from skipped_file where batch_id ${isOf}
          union all
          select batch_id, 'GATE', null, null from gate_finding where batch_id ${isOf}
        ) f group by code, rule_group, rule) counted
    ), '[]')`;
}
