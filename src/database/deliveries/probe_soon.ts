import type { Sql } from "../connect/sql.ts";

/** Makes the next attempt of a target that is down due at once, because a test has succeeded. */
export async function probeSoon(sql: Sql, target: string): Promise<void> {
  await sql`
    update target set next_attempt = clock_timestamp() where name = ${target} and state = 'open'
    returning pg_notify('batch', 'DELIVERING')`;
}
