import type { Sql } from "postgres";
import type { ClaimedBatch, Origin } from "./batch_status.ts";

/** Who claims, what, and for how long. */
export interface ClaimRequest {
  readonly worker: string;
  readonly origin: Origin;
  readonly leaseSeconds: number;
  readonly maxAttempts: number;
  /** Batches of these bases are claimed before others. */
  readonly preferBases: readonly string[];
}

/**
 * Claims up to `limit` Batches for a worker: those that wait in its origin, oldest first,
 * and those of any origin whose lease has expired. Other claimants' rows are skipped, not
 * waited for. Leases are judged by the database's clock alone.
 */
export async function claimBatches(
  sql: Sql,
  request: ClaimRequest,
  limit: number,
): Promise<ClaimedBatch[]> {
  const { worker, origin, leaseSeconds, maxAttempts, preferBases } = request;
  const rows = await sql<ClaimedBatch[]>`
    update batch set status = 'PROCESSING', claim = claim + 1,
      stage = case when stage in ('deliver', 'dispose') then stage else 'claimed' end,
      attempts = attempts + 1, claimed_by = ${worker}, started_at = clock_timestamp(),
      finished_at = null, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where id in (
      select id from batch
      where (status = ${origin} and not_before <= clock_timestamp())
        or (status = 'PROCESSING' and lease_until < clock_timestamp() and attempts < ${maxAttempts})
      order by (base = any(${preferBases as string[]})) desc, found_at, id
      limit ${limit}
      for update skip locked
    )
    returning id::int, uid, code, base, origin, claim, settled, stage,
      (extract(epoch from folder_modified_at) * 1000)::float as "modifiedMs",
      extract(epoch from clock_timestamp() - found_at)::float as "ageSeconds"`;
  return [...rows];
}
