import type { Claim, LatestClaim } from "../../model/batch.ts";
import { IntakeError } from "../../model/errors.ts";
import type { Sql } from "../connect/sql.ts";

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

/** The latest claims of those of these Batches that the database contains. */
export async function latestClaims(sql: Sql, codes: readonly string[]): Promise<LatestClaim[]> {
  const rows = await sql<LatestClaim[]>`
    select code, claim, status = 'PROCESSING' as "isProcessing" from batch
    where code = any(${codes as string[]})`;
  return [...rows];
}

/** IntakeError LEASE_LOST: a statement changed no row because a newer claim of the Batch exists. */
export function claimLost(): IntakeError {
  return new IntakeError(
    "LEASE_LOST",
    "another worker has claimed this Batch",
    "no action needed; the other worker processes it",
  );
}
