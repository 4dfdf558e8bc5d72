import type { Sql } from "../connect/sql.ts";

/** A list of Batches that an account has saved. */
export interface SavedFilter {
  readonly name: string;
  /** The parameters of its address. */
  readonly query: string;
}

/** An account can save no more filters. */
const mostFilters = 50;

/** The saved filters of an account, by name. */
export async function listSavedFilters(sql: Sql, account: string): Promise<SavedFilter[]> {
  const rows = await sql<SavedFilter[]>`
    select name, query from saved_filter where account = ${account}
    order by name limit ${mostFilters}`;
  return [...rows];
}

/** Saves a filter, or replaces the one with this name. Returns false if there are too many. */
export async function saveFilter(
  sql: Sql,
  account: string,
  { name, query }: SavedFilter,
): Promise<boolean> {
  const result = await sql`
    insert into saved_filter (account, name, query)
    select ${account}, ${name}, ${query}
    where (select count(*) from saved_filter
      where account = ${account} and name <> ${name}) < ${mostFilters}
    on conflict (account, name) do update set query = excluded.query, saved_at = now()`;
  return result.count > 0;
}

/** Removes a saved filter. */
export async function removeFilter(sql: Sql, account: string, name: string): Promise<void> {
  await sql`delete from saved_filter where account = ${account} and name = ${name}`;
}
