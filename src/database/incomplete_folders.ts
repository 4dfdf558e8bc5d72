import type { Sql } from "./connect/sql.ts";

/**
 * The folders of an inbox that do not match what their senders announced; every scan examines them
 * again.
 */
export async function incompleteFolders(sql: Sql, base: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ uid: string }[]>`
    select uid from batch
    where status = 'ERROR' and error_code = 'INCOMPLETE' and base = ${base}`;
  return new Set(rows.map(({ uid }) => uid));
}
