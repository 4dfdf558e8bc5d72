import type { BreakerState } from "../../model/target.ts";
import type { Sql } from "../connect/sql.ts";

/** A target of the settings, its circuit breaker and what waits for it. */
export interface TargetState {
  /** A URL without credentials. */
  readonly name: string;
  readonly state: BreakerState;
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** Attempts since the target was added. */
  readonly attempts: number;
  /** Batches that it has confirmed. */
  readonly delivered: number;
  /** The number of failed attempts by code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Batches that it has not confirmed. */
  readonly waiting: number;
  /** Their size. */
  readonly bytes: number;
  /** Batches that are being sent. */
  readonly sending: number;
  /** How long the oldest of them has waited; null if nothing waits. */
  readonly oldestSeconds: number | null;
  /** Since its last success; null before the first. */
  readonly successSeconds: number | null;
  /** How long it has been down; null if it is not. */
  readonly downSeconds: number | null;
  /** Until its next attempt, if it is down. */
  readonly nextSeconds: number | null;
  /** Of the last failed attempt; null if none has failed since the last success. */
  readonly errorCode: string | null;
  readonly errorReason: string | null;
}

/** The targets, in the order of their names. */
export async function readTargets(sql: Sql): Promise<TargetState[]> {
  const rows = await sql<TargetState[]>`
    with backlog as (
      select target, count(*)::int as waiting, sum(bytes)::float as bytes,
        extract(epoch from clock_timestamp() - min(queued_at))::float as oldest
      from delivery where state in ('waiting', 'sending') group by target
    ), running as (
      select target, count(*)::int as sending from delivery where state = 'sending' group by target
    )
    select name, state, failures, attempts::float as attempts, delivered::float as delivered, failed,
      coalesce(waiting, 0) as waiting, coalesce(bytes, 0) as bytes, coalesce(sending, 0) as sending,
      oldest as "oldestSeconds",
      extract(epoch from clock_timestamp() - succeeded_at)::float as "successSeconds",
      extract(epoch from clock_timestamp() - down_since)::float as "downSeconds",
      case when state = 'open' then
        greatest(extract(epoch from next_attempt - clock_timestamp())::float, 0) end as "nextSeconds",
      case when failures > 0 then error_code end as "errorCode",
      case when failures > 0 then error_reason end as "errorReason"
    from target left join backlog on backlog.target = name left join running on running.target = name
    where removed_at is null order by name`;
  return [...rows];
}

/** A target that receives nothing, or one Batch as a probe. */
export function isDown({ state }: Pick<TargetState, "state">): boolean {
  return state !== "closed";
}
