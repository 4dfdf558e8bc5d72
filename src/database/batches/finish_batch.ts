import type { Claim, ClaimedBatch, FinishedBatch } from "../../model/batch.ts";
import type { Executor, Sql } from "../connect/sql.ts";
import { batchTotals, setTotals } from "./batch_totals.ts";
import { endReviews } from "./end_reviews.ts";
import { claimLost } from "./renew_leases.ts";
import { reviewDue, waitingStatus } from "./waiting_status.ts";

/**
 * Ends a job whose output is placed: checks the whole Batch (counts, missing instance numbers,
 * mixed patients or dates) and makes it REVIEW if images wait for a person, otherwise DONE, or
 * EMPTY if no image passed. If the source no longer exists, the name of the Batch cannot be used by
 * another folder. Throws IntakeError LEASE_LOST.
 */
export async function finishBatch(
  sql: Sql,
  job: Pick<ClaimedBatch, "id" | "claim" | "hasReview">,
  seconds: Readonly<Record<string, number>>,
  isSourceGone = false,
): Promise<FinishedBatch> {
  if (!job.hasReview) return await finish(sql, job, seconds, isSourceGone);
  return await sql.begin(async (transaction) => {
    // other changes of its images lock the row of the Batch first, too
    await transaction`select from batch where id = ${job.id} for no key update`;
    await endReviews(transaction, job);
    return await finish(transaction, job, seconds, isSourceGone);
  }) as FinishedBatch;
}

async function finish(
  sql: Executor,
  { id, claim }: Claim,
  seconds: Readonly<Record<string, number>>,
  isSourceGone: boolean,
): Promise<FinishedBatch> {
  const [finished] = await sql<FinishedBatch[]>`
    with ${batchTotals(sql, id)}
    update batch set status = case
        when exists (select from review_image where batch_id = ${id} and state <> 'done')
          then 'REVIEW'
        when found.images > 0 then 'DONE' else 'EMPTY' end,
      stage = 'finished', reviewing = false, source_gone = ${isSourceGone} and found.images > 0,
      ${setTotals(sql, id)},
      seconds = seconds || ${sql.json(seconds)}, finished_at = clock_timestamp()
    from found, skipped_files
    where batch.id = ${id} and claim = ${claim} and status = 'PROCESSING'
    returning status, has_error as "hasError", batch.images, batch.skipped, batch.held_back as "heldBack",
      batch.bytes::float`;
  if (!finished) throw claimLost();
  return finished;
}

/**
 * Whether every file of a Batch became an image, except for IGNORED ones and those that a person
 * has rejected.
 */
export async function isComplete(sql: Sql, { id }: Claim): Promise<boolean> {
  const skipped = await sql`
    select from skipped_file where batch_id = ${id} and code not in ('IGNORED', 'REJECTED') limit 1`;
  return skipped.count === 0;
}

/**
 * Records that the source is being disposed of: a later claim continues there and never reads the
 * source again. Throws IntakeError LEASE_LOST.
 */
export async function beginDisposal(sql: Sql, { id, claim }: Claim): Promise<void> {
  const result = await sql`
    update batch set stage = 'dispose'
    where id = ${id} and claim = ${claim} and status = 'PROCESSING'`;
  if (result.count !== 1) throw claimLost();
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
    update batch set status = ${waitingStatus(sql)}, lease_until = null, claimed_by = null,
      review_due = ${reviewDue(sql, sql`${delaySeconds}::float8`)},
      stage = case when stage in ('deliver', 'dispose') then stage else 'waiting' end,
      attempts = greatest(attempts - 1, 0), started_at = null,
      passed_over_at = null,
      not_before = clock_timestamp() + make_interval(
        secs => case when settled and not ${claimed.settled} then 0 else ${delaySeconds}::float8 end)
    where id = ${claimed.id} and claim = ${claimed.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}
