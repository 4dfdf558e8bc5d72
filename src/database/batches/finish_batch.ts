import type { BatchFault, Claim, FinishedBatch } from "../../model/batch.ts";
import type { Sql } from "../connect/sql.ts";
import { claimLost } from "./renew_leases.ts";

/**
 * Ends a job whose output is placed: checks the whole Batch (counts, missing instance numbers,
 * mixed patients or dates) and makes it DONE, or EMPTY if no image passed. If the source no longer
 * exists, the name of the Batch cannot be used by another folder. Throws IntakeError LEASE_LOST.
 */
export async function finishBatch(
  sql: Sql,
  { id, claim }: Claim,
  seconds: Readonly<Record<string, number>>,
  isSourceGone = false,
): Promise<FinishedBatch> {
  const [finished] = await sql<FinishedBatch[]>`
    with by_series as (
      select series_id, count(*) as images, sum(bytes) as bytes,
        greatest(max(instance_number) - min(instance_number) + 1 - count(distinct instance_number), 0)
          as gaps
      from image where batch_id = ${id} group by series_id
    ), found as (
      select coalesce(sum(images), 0) as images, count(*) as series,
        coalesce(sum(bytes), 0) as bytes, coalesce(sum(gaps), 0) as gaps
      from by_series
    ), skipped_files as (
      select count(*) as files, count(*) filter (where code = 'HELD_BACK') as held
      from skipped_file where batch_id = ${id}
    )
    update batch set status = case when found.images > 0 then 'DONE' else 'EMPTY' end,
      stage = 'finished', source_gone = ${isSourceGone} and found.images > 0, may_shrink = false,
      new_key = false,
      error_code = null, error_reason = null, lease_until = null,
      images = found.images, series = found.series, bytes = found.bytes,
      instance_gaps = found.gaps, skipped = skipped_files.files, held_back = skipped_files.held, 
      has_error = skipped_files.files > skipped_files.held
        or exists (select from gate_finding where batch_id = ${id}),
      seconds = seconds || ${sql.json(seconds)}, finished_at = clock_timestamp()
    from found, skipped_files
    where batch.id = ${id} and claim = ${claim} and status = 'PROCESSING'
    returning status, has_error as "hasError", batch.images, batch.skipped, batch.held_back as "heldBack",
      batch.bytes::float`;
  if (!finished) throw claimLost();
  return finished;
}

/** Whether no file of a Batch was skipped. */
export async function isComplete(sql: Sql, { id }: Claim): Promise<boolean> {
  return (await sql`select from skipped_file where batch_id = ${id} limit 1`).count === 0;
}

/**
 * Records that the output is placed and being delivered, or that the source is being disposed of: a
 * later claim continues there and never reads the source again. Throws IntakeError LEASE_LOST.
 */
export async function beginStage(
  sql: Sql,
  { id, claim }: Claim,
  stage: "deliver" | "dispose",
): Promise<void> {
  const result = await sql`
    update batch set stage = ${stage}
    where id = ${id} and claim = ${claim} and status = 'PROCESSING'`;
  if (result.count !== 1) throw claimLost();
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
