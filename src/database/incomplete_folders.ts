import type { Sql } from "./connect/sql.ts";

/** The folders of a base that are not what their senders announced: they are looked at again. */
export async function incompleteFolders(sql: Sql, base: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ uid: string }[]>`
    select uid from batch
    where status = 'ERROR' and error_code = 'INCOMPLETE' and base = ${base}`;
  return new Set(rows.map(({ uid }) => uid));
}
