import type { Sql } from "./connect/sql.ts";
import type { Room } from "./admit_batch.ts";
import type { ClaimedBatch, Origin } from "./batch_status.ts";

/** Who claims, what, and for how long. */
export interface ClaimRequest {
  readonly worker: string;
  readonly origin: Origin;
  readonly leaseSeconds: number;
  readonly maxAttempts: number;
  /** Batches of these bases are claimed before others. */
  readonly preferBases: readonly string[];
  readonly room: Pick<Room, "output" | "state">;
  /** A Batch that waits for room this long, and would fit by itself, is waited for by all others. */
  readonly hungerSeconds: number;
}

/**
 * Claims up to `limit` Batches for a worker: those that wait in its origin, oldest first,
 * and those of any origin whose lease has expired. While one waits for room that it would have
 * alone, for longer than `hungerSeconds`, no other is begun: so nothing starves. Other claimants' rows
 * are skipped, not waited for. Leases are judged by the database's clock alone.
 */
export async function claimBatches(
  sql: Sql,
  request: ClaimRequest,
  limit: number,
): Promise<ClaimedBatch[]> {
  const { worker, origin, leaseSeconds, maxAttempts, preferBases } = request;
  const { room, hungerSeconds } = request;
  const rows = await sql<ClaimedBatch[]>`
    with hungry as (
      select id from batch
      where status = ${origin} and source_bytes <= ${room.output}::float8
        and state_bytes <= ${room.state}::float8
        and passed_over_at < clock_timestamp() - make_interval(secs => ${hungerSeconds})
      order by passed_over_at limit 1
    )
    update batch set admitted = false, status = 'PROCESSING', claim = claim + 1,
      stage = case when stage in ('deliver', 'dispose') then stage else 'claimed' end,
      attempts = attempts + 1, claimed_by = ${worker}, started_at = clock_timestamp(),
      finished_at = null, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where id in (
      select id from batch
      where (status = ${origin} and not_before <= clock_timestamp()
          and (not exists (select from hungry) or id = (select id from hungry)))
        or (status = 'PROCESSING' and lease_until < clock_timestamp() and attempts < ${maxAttempts})
      order by (base = any(${preferBases as string[]})) desc, found_at, id
      limit ${limit}
      for update skip locked
    )
    returning id::int, uid, code, base, origin, claim, settled, stage,
      case when new_key then null else key_fingerprint end as "keyFingerprint",
      source_gone as "sourceGone", folder_survey as survey, look_again as "lookAgain",
      exists (select from batch_event e where e.batch_id = batch.id and e.status = 'DONE')
        as "wasDone",
      extract(epoch from clock_timestamp() - found_at)::float as "ageSeconds"`;
  return [...rows];
}
