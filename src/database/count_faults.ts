import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** How many files have a code, and how many of them by which rule. */
export interface FaultCount {
  readonly code: string;
  /** Of a recipe, where a rule held them back. */
  readonly group?: string;
  readonly rule?: string;
  readonly files: number;
  /** In how many Batches. */
  readonly batches: number;
}

/** Files of Batches that need a look, counted by code and rule, the most frequent first. */
export async function countFaults(sql: Sql, isMeant: Statement): Promise<FaultCount[]> {
  const [row] = await sql<{ counts: FaultCount[] }[]>`
    select ${countsAsJson(sql, sql`in (select id from batch b where ${isMeant})`)} as counts`;
  return row?.counts ?? [];
}

/** Such counts as a JSON array, to be part of a larger query; `isOf` follows the key of a Batch. */
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
