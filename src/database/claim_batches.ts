import type { Sql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";
import type { Room } from "./admit_batch.ts";
import type { ClaimedBatch } from "../model/claim.ts";
import type { Origin } from "../model/batch.ts";

/** Who claims, what, and for how long. */
export interface ClaimRequest {
  readonly worker: string;
  /** The settings of this process; without them, a claim has whatever settings. */
  readonly policy?: { readonly project: string; readonly fingerprint: string };
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
 * alone, for longer than `hungerSeconds`, no other is begun: so nothing starves. Nothing is claimed
 * with settings that are not in force, nor before the last Batch of a process with other settings has
 * ended: no two ever process at once. Other claimants' rows
 * are skipped, not waited for. Leases are judged by the database's clock alone.
 */
export async function claimBatches(
  sql: Sql,
  request: ClaimRequest,
  limit: number,
): Promise<ClaimedBatch[]> {
  const { worker, origin, leaseSeconds, maxAttempts, preferBases } = request;
  const { room, hungerSeconds, policy } = request;
  const rows = await sql<ClaimedBatch[]>`
    with allowed as (${allowedVersion(sql, policy)}), hungry as (
      select id from batch
      where status = ${origin} and source_bytes <= ${room.output}::float8
        and state_bytes <= ${room.state}::float8
        and passed_over_at < clock_timestamp() - make_interval(secs => ${hungerSeconds})
      order by passed_over_at limit 1
    )
    update batch set admitted = false, status = 'PROCESSING', claim = claim + 1,
      stage = case when stage in ('deliver', 'dispose') then stage else 'claimed' end,
      claim_version = allowed.version, attempts = attempts + 1, claimed_by = ${worker},
      started_at = clock_timestamp(), finished_at = null,
      lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from allowed
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

/**
 * The version in force, if these are its settings and no Batch is processed with others. It is
 * locked: settings that are accepted meanwhile wait for this claim, or this claim for them.
 */
function allowedVersion(sql: Sql, policy: ClaimRequest["policy"]): Statement {
  if (!policy) return sql`select null::integer as version`;
  return sql`
    select in_force.version from (
      select p.version from project p
      where p.name = ${policy.project} and exists (
        select from project_version v where v.project = p.name and v.version = p.version
          and v.fingerprint = ${policy.fingerprint})
      for share
    ) in_force
    where not exists (
      select from batch b where b.status = 'PROCESSING' and b.claim_version <> in_force.version
        and b.lease_until >= clock_timestamp())`;
}
