import type { Sql } from "./connect/sql.ts";
import type { Claim } from "../model/claim.ts";

/**
 * Requeues a Batch, to be claimed again after `delaySeconds`, or at once if it was unsettled and
 * has been renamed into place meanwhile. This does not count as an attempt. Returns false if the
 * claim is no longer the latest.
 */
export async function releaseBatch(
  sql: Sql,
  claimed: Claim & { readonly settled: boolean },
  delaySeconds: number,
): Promise<boolean> {
  const result = await sql`
    update batch set status = origin, lease_until = null, claimed_by = null,
      stage = case when stage in ('deliver', 'dispose') then stage else 'waiting' end,
      attempts = greatest(attempts - 1, 0), started_at = null,
      passed_over_at = null,
      not_before = clock_timestamp() + make_interval(
        secs => case when settled and not ${claimed.settled} then 0 else ${delaySeconds}::float8 end)
    where id = ${claimed.id} and claim = ${claimed.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}
