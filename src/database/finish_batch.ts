import type { Sql } from "postgres";
import { claimLost } from "./claim_lost.ts";
import type { Claim } from "./renew_leases.ts";

export interface FinishedBatch {
  readonly status: "DONE" | "EMPTY";
  /** Some file was left out as unreadable or conflicting. */
  readonly hasError: boolean;
}

/**
 * Ends a job: DONE when an image passed, else EMPTY. `seconds` is the time each stage took.
 * Throws IntakeError LEASE_LOST when the claim was no longer held.
 */
export async function finishBatch(
  sql: Sql,
  held: Claim,
  seconds: Readonly<Record<string, number>>,
): Promise<FinishedBatch> {
  const [row] = await sql<FinishedBatch[]>`
    update batch set status = case when images > 0 then 'DONE' else 'EMPTY' end, stage = 'finished',
      error_code = null, error_reason = null, lease_until = null, seconds = ${sql.json(seconds)},
      finished_at = clock_timestamp()
    where id = ${held.id} and claim = ${held.claim} and status = 'PROCESSING'
    returning status, has_error as "hasError"`;
  if (!row) throw claimLost();
  return row;
}
