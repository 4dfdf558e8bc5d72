import type { Sql } from "./connect/sql.ts";
import type { Claim } from "../model/claim.ts";
import { claimLost } from "./claim_lost.ts";

/**
 * Extends the leases of all Batches of a process in one statement. Returns the ids of those whose
 * claim is still the latest; the job of any other must end without leaving anything.
 */
export async function renewLeases(
  sql: Sql,
  claims: readonly Claim[],
  leaseSeconds: number,
): Promise<Set<number>> {
  const rows = await sql<{ id: number }[]>`
    update batch b set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from unnest(${claims.map((c) => c.id)}::bigint[], ${claims.map((c) => c.claim)}::int[])
      as held (id, claim)
    where b.id = held.id and b.claim = held.claim and b.status = 'PROCESSING'
    returning b.id::int`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Extends the lease of one Batch before a step that cannot be undone. Throws IntakeError LEASE_LOST
 * if the claim is no longer the latest, whatever the worker's own clock says.
 */
export async function renewLease(sql: Sql, claimed: Claim, leaseSeconds: number): Promise<void> {
  if (!(await renewLeases(sql, [claimed], leaseSeconds)).has(claimed.id)) throw claimLost();
}
