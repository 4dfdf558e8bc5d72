import type { Claim } from "../../model/batch.ts";
import type { Sql } from "../connect/sql.ts";
import { longestApplication, workerApplication } from "./workers.ts";

/** A Batch whose lease has expired and whose claim has not been examined yet. */
export interface ExpiredClaim extends Claim {
  readonly code: string;
  /**
   * The process that made the claim is still connected to the database, so it has not crashed.
   * False if this cannot be known: behind a pooler, if the role may not see the session, or if the
   * name of the process is too long for the name of a session.
   */
  readonly isConnected: boolean;
}

/**
 * Claims whose leases have expired and which have not been examined yet. A session that was opened
 * after the claim does not show that its process is alive: in a container, the next process may
 * have the same host name and process ID. Behind a pooler, sessions keep the names of processes
 * that have ended.
 */
export async function expiredClaims(sql: Sql): Promise<ExpiredClaim[]> {
  const rows = await sql<ExpiredClaim[]>`
    select id::int, code, claim, exists (
        select from pg_stat_activity s
        where s.datname = current_database() and s.backend_start <= b.claimed_at
          and right(s.application_name, length(worker.application)) = worker.application
          and length(worker.application) <= ${longestApplication}
      ) as "isConnected"
    from batch b
      cross join lateral (select ${workerApplication("")} || claimed_by) worker (application)
    where status = 'PROCESSING' and lease_until < clock_timestamp()
      and judged_claim is distinct from claim`;
  if (rows.length === 0) return [];
  const { isPooled } = await sql.session();
  return rows.map((row) => ({ ...row, isConnected: row.isConnected && !isPooled }));
}
