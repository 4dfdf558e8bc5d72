import type { Sql } from "./connect/sql.ts";

/** Publishes this process's progress to processes that listen; it is not stored. */
export async function notifyProgress(sql: Sql, text: string): Promise<void> {
  await sql`select pg_notify('progress', ${text})`;
}
