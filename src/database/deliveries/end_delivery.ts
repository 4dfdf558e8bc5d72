import type {
  Breaker,
  ClaimedDelivery,
  DeliveryOutcome,
  EndedAttempt,
  FailedAttempt,
} from "../../model/target.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";

/** How attempts change the breaker of their target, and how long a failed Batch waits. */
export interface BreakerRules {
  readonly afterSuccess: (breaker: Breaker) => Breaker;
  /** `waitMs` is the time until the next attempt if the breaker has opened. */
  readonly afterFailure: (
    breaker: Breaker,
    failure: { readonly isDown: boolean; readonly retryAfterMs: number },
  ) => Breaker & { readonly waitMs: number | undefined };
  readonly rowWaitMs: (attempts: number, retryAfterMs: number) => number;
}

const lost: EndedAttempt = { isLost: true, waitMs: 0, failures: 0, turned: undefined };

/**
 * Ends an attempt to deliver a Batch: changes its row and the row of the target, and lets a job
 * complete the Batch if this was its last delivery. Changes nothing if the claim is not the latest.
 * Rows are locked in one order: Batch, delivery, target.
 */
export async function endDelivery(
  sql: Sql,
  claimed: ClaimedDelivery,
  outcome: DeliveryOutcome,
  rules: BreakerRules,
): Promise<EndedAttempt> {
  return await sql.begin(async (transaction) => {
    const { batchId, target } = claimed;
    await transaction`select from batch where id = ${batchId} for no key update`;
    const waitMs = outcome.kind === "failed"
      ? rules.rowWaitMs(claimed.attempt, outcome.retryAfterMs)
      : 0;
    if (!await changeRow(transaction, claimed, outcome, waitMs)) return lost;
    const before = await lockTarget(transaction, target);
    const ended = outcome.kind === "failed"
      ? await countFailure(transaction, target, before, outcome, rules)
      : await countAnswer(transaction, target, before, outcome, rules);
    if (isEnd(outcome)) await completeIfEnded(transaction, batchId);
    const next = ended.waitMs ?? waitMs;
    return { isLost: false, waitMs: next, failures: ended.failures, turned: ended.turned };
  }) as EndedAttempt;
}

/** Whether nothing more is sent to the target until a job has examined the Batch. */
function isEnd({ kind }: DeliveryOutcome): boolean {
  return kind === "confirmed" || kind === "refused" || kind === "outdated";
}

async function changeRow(
  sql: TransactionSql,
  { id, claim }: ClaimedDelivery,
  outcome: DeliveryOutcome,
  waitMs: number,
): Promise<boolean> {
  const { kind } = outcome;
  const state = kind === "confirmed" || kind === "refused"
    ? kind
    : kind === "outdated"
    ? "paused"
    : "waiting";
  const fault = "code" in outcome ? outcome : { code: null, reason: null };
  const result = await sql`
    update delivery d set state = ${state}, lease_until = null, interrupted = 0,
      attempts = case when ${kind === "released"} then greatest(attempts - 1, 0) else attempts end,
      next_attempt = clock_timestamp() + make_interval(secs => ${waitMs / 1000}::float8),
      error_code = case when ${kind === "released"} then error_code else ${fault.code}::text end,
      error_reason = case when ${kind === "released"} then error_reason
        else ${fault.reason}::text end,
      ended_at = case when ${isEnd(outcome)} then clock_timestamp() end,
      confirmed = (select count(*) from receipt r
        join image i on i.sop_instance_uid = r.object and i.batch_id = r.batch_id
        where r.batch_id = d.batch_id and r.target = d.target and r.state in ('confirmed', 'same'))
    where id = ${id} and claim = ${claim} and state = 'sending'`;
  return result.count === 1;
}

async function lockTarget(sql: TransactionSql, name: string): Promise<Breaker> {
  const [breaker] = await sql<Breaker[]>`
    select state, failures, allowed from target where name = ${name} for no key update`;
  if (!breaker) throw new TypeError("a delivery has no target");
  return breaker;
}

interface Counted {
  readonly waitMs?: number | undefined;
  readonly failures: number;
  readonly turned: EndedAttempt["turned"];
}

async function countFailure(
  sql: TransactionSql,
  name: string,
  before: Breaker,
  { code, reason, retryAfterMs }: FailedAttempt,
  rules: BreakerRules,
): Promise<Counted> {
  if (code === "OUTPUT_UNREADABLE") return { failures: before.failures, turned: undefined };
  const isDown = code === "TARGET_DOWN" || code === "TARGET_DENIED";
  const { waitMs, ...after } = rules.afterFailure(before, { isDown, retryAfterMs });
  await sql`
    update target set state = ${after.state}, failures = ${after.failures},
      allowed = ${after.allowed},
      next_attempt = case when ${waitMs ?? null}::float8 is null then next_attempt
        else clock_timestamp() + make_interval(secs => ${waitMs ?? 0}::float8 / 1000) end,
      down_since = case when ${after.state} = 'closed' then null
        else coalesce(down_since, clock_timestamp()) end,
      attempts = attempts + 1, failed_at = clock_timestamp(), error_code = ${code},
      error_reason = ${reason},
      failed = failed || jsonb_build_object(${code}::text,
        coalesce((failed ->> ${code}::text)::bigint, 0) + 1)
    where name = ${name}`;
  const turned = before.state === "closed" && after.state === "open" ? "down" : undefined;
  return { waitMs, failures: after.failures, turned };
}

/** The target has answered, or the program stops: then the next attempt of a probe is due. */
async function countAnswer(
  sql: TransactionSql,
  name: string,
  before: Breaker,
  { kind }: DeliveryOutcome,
  rules: BreakerRules,
): Promise<Counted> {
  if (kind === "released" || kind === "outdated") {
    await sql`
      update target set state = 'open', next_attempt = clock_timestamp()
      where name = ${name} and state = 'half-open'`;
    return { failures: before.failures, turned: undefined };
  }
  const after = rules.afterSuccess(before);
  await sql`
    update target set state = ${after.state}, failures = ${after.failures},
      allowed = ${after.allowed}, down_since = null, attempts = attempts + 1,
      delivered = delivered + ${kind === "confirmed" ? 1 : 0}, succeeded_at = clock_timestamp(),
      failed = case when ${kind === "refused"} then failed || jsonb_build_object('REFUSED',
        coalesce((failed ->> 'REFUSED')::bigint, 0) + 1) else failed end
    where name = ${name}`;
  if (before.state === "closed") return { failures: 0, turned: undefined };
  // the Batches that failed while the target was down wait no longer than others
  await sql`
    update delivery set next_attempt = clock_timestamp()
    where target = ${name} and state = 'waiting' and next_attempt > clock_timestamp()`;
  return { failures: 0, turned: "up" };
}

/** After the last delivery of a Batch, a job completes it: disposes of the source and ends it. */
async function completeIfEnded(sql: TransactionSql, batchId: number): Promise<void> {
  await sql`
    update batch set stage = 'finish'
    where id = ${batchId} and status = 'DELIVERING' and stage = 'deliver' and not exists (
      select from delivery where batch_id = ${batchId} and state in ('waiting', 'sending'))
    returning pg_notify('batch', 'DELIVERED')`;
}
