import type { Sql } from "./connect/sql.ts";
import type { Claim } from "../model/claim.ts";
import { claimLost } from "./claim_lost.ts";

/**
 * Prolongs the leases of all Batches a process holds, in one statement. Returns the ids that
 * are still held; for any other the claim is lost and its job must end without a trace.
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
 * Prolongs the lease of one Batch before a step that cannot be undone. Throws IntakeError
 * LEASE_LOST when the claim is no longer the latest, whatever the worker's own clock says.
 */
export async function renewLease(sql: Sql, held: Claim, leaseSeconds: number): Promise<void> {
  if (!(await renewLeases(sql, [held], leaseSeconds)).has(held.id)) throw claimLost();
}
