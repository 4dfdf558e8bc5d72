import type { Stage } from "../model/batch.ts";
import type { Sql } from "./connect/sql.ts";
import type { Claim } from "../model/claim.ts";

/** Why and where a job could not finish; the reason holds no value read from a file. */
export interface BatchFault {
  readonly stage: Stage;
  readonly code: string;
  readonly reason: string;
  /** Its folder is gone, and its output is in place. */
  readonly sourceGone: boolean;
}

/**
 * Ends a job as ERROR. One that has only its source to dispose of goes on there when it is tried
 * again. Returns whether the claim was still held.
 */
export async function failBatch(sql: Sql, held: Claim, fault: BatchFault): Promise<boolean> {
  const result = await sql`
    update batch set status = 'ERROR', error_code = ${fault.code},
      stage = case when stage = 'dispose' then stage else ${fault.stage} end,
      source_gone = source_gone or ${fault.sourceGone},
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
