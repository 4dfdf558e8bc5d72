import type { Sql } from "./connect/sql.ts";

/** How the connections of a process that processes Batches begin. */
const prefix = "dicom-intake worker ";
const longest = 63;

/** What the connections of this worker are named at the server, so that workers can be counted. */
export function workerApplication(worker: string): string {
  return `${prefix}${worker}`.slice(0, longest);
}

/**
 * The processes, on any machine, that process Batches of this database. Those that only show it,
 * such as `serve` and `status`, do not count. Every role may see these names.
 */
export async function countWorkers(sql: Sql): Promise<number> {
  const [row] = await sql<{ workers: number }[]>`
    select count(distinct application_name)::int as workers from pg_stat_activity
    where datname = current_database() and starts_with(application_name, ${prefix})`;
  return row?.workers ?? 0;
}
