import type { Executor } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/**
 * The status of a Batch whose job cannot run now: a job that carries out decisions of a review goes
 * back to REVIEW, from which any process claims it, and any other job to its origin.
 */
export function waitingStatus(sql: Executor): Statement {
  return sql`(case when reviewing then 'REVIEW' else origin end)`;
}

/** When such a job that carries out decisions may be claimed again. */
export function reviewDue(sql: Executor, delaySeconds: Statement): Statement {
  return sql`(case when reviewing
    then clock_timestamp() + make_interval(secs => ${delaySeconds}) else review_due end)`;
}
