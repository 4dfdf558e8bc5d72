import type { Sql } from "./connect/sql.ts";

/** Tells other processes how far this one is; who does not listen misses it, nothing is kept. */
export async function notifyProgress(sql: Sql, text: string): Promise<void> {
  await sql`select pg_notify('progress', ${text})`;
}
