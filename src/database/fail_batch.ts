import type { Sql } from "./sql/sql.ts";
import type { Claim } from "./renew_leases.ts";

/** Why and where a job could not finish; the reason holds no value read from a file. */
export interface BatchFault {
  readonly stage: string;
  readonly code: string;
  readonly reason: string;
}

/**
 * Ends a job as ERROR. One that found its folder gone, whose images were delivered before, keeps
 * them. Returns whether the claim was still held.
 */
export async function failBatch(sql: Sql, held: Claim, fault: BatchFault): Promise<boolean> {
  const result = await sql`
    update batch set status = 'ERROR', error_code = ${fault.code},
      stage = ${fault.stage},
      source_gone = source_gone or (${fault.code} = 'FOLDER_GONE' and images > 0),
      error_reason = ${fault.reason}, has_error = true, lease_until = null,
      finished_at = clock_timestamp()
    where id = ${held.id} and claim = ${held.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}

/**
 * Sets aside as ERROR the Batches in which a process has died `maxAttempts` times, so that
 * one hostile folder cannot take the service down for ever. Returns them, for what their jobs
 * left behind.
 */
export async function failPoisoned(
  sql: Sql,
  maxAttempts: number,
): Promise<{ code: string; claim: number }[]> {
  const rows = await sql<{ code: string; claim: number }[]>`
    update batch set status = 'ERROR', error_code = 'POISON', has_error = true, lease_until = null,
      error_reason = 'the process died ' || attempts || ' times while it worked on this Batch',
      finished_at = clock_timestamp()
    where status = 'PROCESSING' and lease_until < clock_timestamp() and attempts >= ${maxAttempts}
    returning code, claim`;
  return [...rows];
}
