import { isoTime, type Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** When, by whom and why a Batch was acknowledged. */
export interface ShownAcknowledgement {
  readonly at: string;
  readonly by: string | null;
  readonly note: string | null;
}

/** The acknowledgement of `batch`, the name or alias of the table, as JSON; null without one. */
export function acknowledgementOf(sql: Sql, batch: Statement): Statement {
  return sql`(
    select jsonb_build_object('at', ${isoTime(sql, "at")}, 'by', worker, 'note', note)
    from batch_event e
    where e.batch_id = ${batch}.id and e.code = 'acknowledge'
      and ${batch}.acknowledged_at is not null
    order by e.id desc limit 1)`;
}
