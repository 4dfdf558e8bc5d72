import type { Sql } from "./connect/sql.ts";
import { claimLost } from "./claim_lost.ts";
import type { Claim } from "../model/claim.ts";

/** What a Batch will take, in bytes. */
export interface Demand {
  readonly source: number;
  readonly state: number;
}

/** What there is, in bytes, beside what Batches in work will still take. */
export interface Room {
  readonly output: number;
  readonly state: number;
  /** Of sources in work at once; a larger one works alone. */
  readonly inFlight: number;
}

/** Any number will do, as long as every version of the program uses the same. */
const admissionLock = 7_238_003;

/**
 * Gives a Batch in work its room, if there is enough beside what all others in work were given:
 * each is counted whole until its output is in place. Where there is not, says since how many
 * seconds it waits. One decision at a time, whichever process asks. Throws IntakeError LEASE_LOST.
 */
export async function admitBatch(
  sql: Sql,
  { id, claim }: Claim,
  { source, state }: Demand,
  room: Room,
): Promise<"admitted" | number> {
  return await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${admissionLock})`;
    const [row] = await transaction<{ admitted: boolean; waits: number }[]>`
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
        extract(epoch from clock_timestamp() - passed_over_at)::float as waits`;
    if (!row) throw claimLost();
    if (!row.admitted) return row.waits;
    await transaction`update batch set passed_over_at = null where id = ${id}`;
    return "admitted";
  }) as "admitted" | number;
}

/** Lets a Batch wait for room in its place: it is not postponed by its own doing. */
export async function passOver(sql: Sql, held: Claim, delaySeconds: number): Promise<boolean> {
  const result = await sql`
    update batch set status = origin, lease_until = null, claimed_by = null,
      stage = 'waiting', attempts = greatest(attempts - 1, 0), started_at = null,
      not_before = clock_timestamp() + make_interval(secs => ${delaySeconds})
    where id = ${held.id} and claim = ${held.claim} and status = 'PROCESSING'`;
  return result.count === 1;
}
