import type { Sql } from "../connect/sql.ts";

/** Part of the application_name of a process that processes Batches. */
const mark = "dicom-intake worker ";
/** The server shortens longer names. */
export const longestApplication = 63;

/** The application_name of a worker's connections, by which workers can be counted. */
export function workerApplication(worker: string): string {
  return `${mark}${worker}`.slice(0, longestApplication);
}

/**
 * The number of processes, on any machine, that process Batches of this database. Processes that
 * only show it, such as `serve` and `status`, do not count. Every role may read these names.
 */
export async function countWorkers(sql: Sql): Promise<number> {
  const [row] = await sql<{ workers: number }[]>`
    select count(distinct application_name)::int as workers from pg_stat_activity
    where datname = current_database() and strpos(application_name, ${mark}) > 0`;
  return row?.workers ?? 0;
}
