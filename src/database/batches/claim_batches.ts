import type { ClaimedBatch, Origin } from "../../model/batch.ts";
import type { Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import type { FreeSpace } from "./admit_batch.ts";

/** A request for claims. */
export interface ClaimRequest {
  readonly worker: string;
  /**
   * The project and the fingerprint of this process's settings; absent: settings are not compared.
   */
  readonly policy?: { readonly project: string; readonly fingerprint: string };
  readonly origin: Origin;
  readonly leaseSeconds: number;
  readonly maxAttempts: number;
  /** Batches of these inboxes are claimed first. */
  readonly preferBases: readonly string[];
  readonly room: Pick<FreeSpace, "output" | "state">;
  /**
   * While a Batch that would fit alone has waited this long for disk space, no other is claimed.
   */
  readonly starvingSeconds: number;
  /** The ids of Batches that are not claimed: this process still runs jobs for them. */
  readonly except?: readonly number[];
}

/**
 * Claims up to `limit` Batches for a worker: those waiting in its origin, oldest first, and those
 * of any origin whose lease has expired. While a Batch has waited longer than `starvingSeconds` for
 * disk space, and would fit alone, no other waiting Batch is claimed, so that none starves. Nothing
 * is claimed if the settings of the process are not in force, or while a process with other
 * settings still processes a Batch: two versions of the settings are never applied at the same
 * time. Rows that other workers are claiming are skipped. Leases are judged by the clock of the
 * database only.
 */
export async function claimBatches(
  sql: Sql,
  request: ClaimRequest,
  limit: number,
): Promise<ClaimedBatch[]> {
  const { origin, maxAttempts, preferBases, room, starvingSeconds, except = [] } = request;
  const starving = sql`
    select id from batch
    where status = ${origin} and source_bytes <= ${room.output}::float8
      and state_bytes <= ${room.state}::float8
      and passed_over_at < clock_timestamp() - make_interval(secs => ${starvingSeconds})
    order by passed_over_at limit 1`;
  const chosen = sql`
    with starving as (${starving})
    select id from batch
    where (status = ${origin} and not_before <= clock_timestamp()
        and (not exists (select from starving) or id = (select id from starving)))
      or (status = 'PROCESSING' and lease_until < clock_timestamp() and attempts < ${maxAttempts}
        and id <> all(${except as number[]}::bigint[]))
    order by (base = any(${preferBases as string[]})) desc, found_at, id
    limit ${limit}
    for update skip locked`;
  return await claimChosen(sql, request, chosen);
}

/**
 * Claims up to `limit` Batches of any origin, oldest first, whose deliveries have all ended, or
 * about whose images a person has decided. The jobs of the former dispose of the source and end
 * them, or make them ERROR if images were refused; those of the latter carry the decisions out.
 */
export async function claimDelivered(
  sql: Sql,
  request: ClaimRequest,
  limit: number,
): Promise<ClaimedBatch[]> {
  const chosen = sql`
    select id from batch where (status = 'DELIVERING' and stage = 'finish')
      or (status = 'REVIEW' and review_due <= clock_timestamp())
    order by found_at, id limit ${limit} for update skip locked`;
  return await claimChosen(sql, request, chosen);
}

/** Claims the Batches that the statement `chosen` selects. */
async function claimChosen(
  sql: Sql,
  { worker, leaseSeconds, policy }: ClaimRequest,
  chosen: Statement,
): Promise<ClaimedBatch[]> {
  const rows = await sql<ClaimedBatch[]>`
    with allowed as (${allowedVersion(sql, policy)})
    update batch set admitted = false, status = 'PROCESSING', claim = claim + 1,
      stage = case when stage in ('deliver', 'dispose') then stage
        when status = 'DELIVERING' then 'deliver' else 'claimed' end,
      claim_version = allowed.version, reviewing = reviewing or status = 'REVIEW',
      attempts = case when status = 'REVIEW' then 1 else attempts + 1 end, claimed_by = ${worker},
      claimed_at = clock_timestamp(), finished_at = null,
      started_at = case when status = 'DELIVERING' then started_at else clock_timestamp() end,
      lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from allowed
    where id in (${chosen})
    returning id::int, uid, code, base, origin, claim, settled, stage,
      case when new_key then null else key_fingerprint end as "keyFingerprint",
      source_gone as "sourceGone", reviewing, exists (
        select from review_image where batch_id = batch.id) as "hasReview", inbox, folder_survey as survey, look_again as "lookAgain",
      extract(epoch from clock_timestamp() - found_at)::float as "ageSeconds"`;
  return [...rows];
}

/**
 * The version in force, if it has these settings and no Batch is processed with other settings. The
 * row is locked, so that a concurrent `project accept` and this claim are serialised.
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

/** The number of Batches that wait to be claimed. */
export async function countWaiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from batch where status in ('NEW', 'QUEUE')`;
  return row?.count ?? 0;
}
