import type { Claim } from "../../model/batch.ts";
import type { Sql } from "../connect/sql.ts";
import { claimLost } from "./renew_leases.ts";
import { reviewDue, waitingStatus } from "./waiting_status.ts";

/** The disk space that a Batch needs, in bytes. */
export interface Demand {
  readonly source: number;
  readonly state: number;
}

/** The available disk space in bytes, without subtracting what running jobs still need. */
export interface FreeSpace {
  readonly output: number;
  readonly state: number;
  /** Maximum size of all sources that are processed at once; a larger Batch is processed alone. */
  readonly inFlight: number;
}

/** An arbitrary number; every version of the program must use the same. */
const admissionLock = 7_238_003;

/**
 * Reserves disk space for a Batch if the free space suffices in addition to all other reservations;
 * a reservation counts in full until the output is placed. Otherwise returns for how many seconds
 * the Batch has waited. Decisions are serialised across processes. Throws IntakeError LEASE_LOST.
 */
export async function admitBatch(
  sql: Sql,
  { id, claim }: Claim,
  { source, state }: Demand,
  room: FreeSpace,
): Promise<"admitted" | number> {
  return await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${admissionLock})`;
    const [row] = await transaction<{ admitted: boolean; waitedSeconds: number }[]>`
      with others as (
        select coalesce(sum(source_bytes), 0) as source, coalesce(sum(state_bytes), 0) as state
        from batch
        where status = 'PROCESSING' and admitted and id <> ${id}
          and stage not in ('deliver', 'dispose')
      )
      update batch set source_bytes = ${source}::bigint, state_bytes = ${state}::bigint,
        admitted = others.source + ${source}::bigint <= ${room.output}::float8
          and others.state + ${state}::bigint <= ${room.state}::float8
          and (others.source = 0
            or others.source + ${source}::bigint <= ${room.inFlight}::float8),
        passed_over_at = coalesce(passed_over_at, clock_timestamp())
      from others
      where id = ${id} and claim = ${claim} and status = 'PROCESSING'
      returning admitted,
        extract(epoch from clock_timestamp() - passed_over_at)::float as "waitedSeconds"`;
    if (!row) throw claimLost();
    if (!row.admitted) return row.waitedSeconds;
    await transaction`update batch set passed_over_at = null where id = ${id}`;
    return "admitted";
  }) as "admitted" | number;
}

/** Releases a Batch that waits for disk space; it keeps its place in the queue. */
export async function deferBatch(sql: Sql, claimed: Claim, delaySeconds: number): Promise<boolean> {
  const result = await sql`
    update batch set status = ${waitingStatus(sql)}, lease_until = null, claimed_by = null,
      stage = 'waiting', attempts = greatest(attempts - 1, 0), started_at = null,
      review_due = ${reviewDue(sql, sql`${delaySeconds}::float8`)},
      not_before = clock_timestamp() + make_interval(secs => ${delaySeconds})
    where id = ${claimed.id} and claim = ${claimed.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}
