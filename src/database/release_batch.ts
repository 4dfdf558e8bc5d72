import type { Sql } from "./connect/sql.ts";
import type { Claim } from "../model/claim.ts";

/**
 * Gives a Batch back to where it came from, to be claimed again after `delaySeconds`, or at
 * once when it was found unsettled and has been seen renamed into place meanwhile. This does
 * not count as an attempt. Returns whether the claim was still held.
 */
export async function releaseBatch(
  sql: Sql,
  held: Claim & { readonly settled: boolean },
  delaySeconds: number,
): Promise<boolean> {
  const result = await sql`
    update batch set status = origin, lease_until = null, claimed_by = null,
      stage = case when stage in ('deliver', 'dispose') then stage else 'waiting' end,
      attempts = greatest(attempts - 1, 0), started_at = null,
      passed_over_at = null,
      not_before = clock_timestamp() + make_interval(
        secs => case when settled and not ${held.settled} then 0 else ${delaySeconds}::float8 end)
    where id = ${held.id} and claim = ${held.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}

/**
 * Takes back the attempt of a claim that another worker has taken over: this one lives, so its
 * process did not die over the Batch. Call it once for each claim that was lost.
 */
export async function refundAttempt(sql: Sql, lost: Claim): Promise<void> {
  await sql`
    update batch set attempts = greatest(attempts - 1, 0)
    where id = ${lost.id} and claim > ${lost.claim} and status in ('PROCESSING', origin)`;
}
