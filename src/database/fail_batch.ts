import type { Stage } from "../model/batch.ts";
import type { Sql } from "./connect/sql.ts";
import type { Claim } from "../model/claim.ts";

/** Why and at which stage a job failed; the reason contains no value read from a file. */
export interface BatchFault {
  readonly stage: Stage;
  readonly code: string;
  readonly reason: string;
  /** Its folder no longer exists and its output is placed. */
  readonly sourceGone: boolean;
}

/**
 * Ends a job as ERROR. A Batch at stage `dispose` keeps that stage, so that a retry continues
 * there. Returns false if the claim is no longer the latest.
 */
export async function failBatch(sql: Sql, claimed: Claim, fault: BatchFault): Promise<boolean> {
  const result = await sql`
    update batch set status = 'ERROR', error_code = ${fault.code},
      stage = case when stage = 'dispose' then stage else ${fault.stage} end,
      source_gone = source_gone or ${fault.sourceGone},
      error_reason = ${fault.reason}, has_error = true, lease_until = null,
      finished_at = clock_timestamp()
    where id = ${claimed.id} and claim = ${claimed.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}

/**
 * Makes Batches ERROR during which a process has crashed `maxAttempts` times, so that one hostile
 * folder cannot stop the service permanently. Returns them, so that the files of their jobs can be
 * removed.
 */
export async function failPoisoned(
  sql: Sql,
  maxAttempts: number,
): Promise<{ code: string; claim: number }[]> {
  const rows = await sql<{ code: string; claim: number }[]>`
    update batch set status = 'ERROR', error_code = 'POISON', has_error = true, lease_until = null,
      error_reason = 'the process crashed ' || attempts || ' times while it processed this Batch',
      finished_at = clock_timestamp()
    where status = 'PROCESSING' and lease_until < clock_timestamp() and attempts >= ${maxAttempts}
    returning code, claim`;
  return [...rows];
}
