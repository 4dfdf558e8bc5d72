import type { Sql } from "../connect/sql.ts";

/** The size of all outputs that some target has not confirmed, in bytes. */
export async function undeliveredBytes(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(bytes), 0)::float as bytes from batch where status = 'DELIVERING'`;
  return row?.bytes ?? 0;
}
