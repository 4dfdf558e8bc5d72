import type { Sql } from "./connect/sql.ts";

/** Whether the database responds within `withinMs`. */
export async function respondsWithin(sql: Sql, withinMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), withinMs);
  try {
    return await Promise.race([sql`select 1`.then(() => true, () => false), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
