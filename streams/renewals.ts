import {
  catchError,
  EMPTY,
  exhaustMap,
  from,
  ignoreElements,
  type Observable,
  tap,
  timer,
} from "rxjs";
import type { ClaimedBatch } from "../src/model/claim.ts";
import type { Leases } from "./leases.ts";

/**
 * Renews the leases of all jobs every `everyMs` milliseconds with one statement, except for jobs
 * whose threads make no progress, so that another worker can claim their Batches. A job whose lease
 * the database no longer confirms is aborted. A failed renewal is repeated at the next tick: a
 * lease remains valid until another process claims the Batch.
 */
export function renewals(
  leases: Leases,
  renew: (jobs: readonly ClaimedBatch[]) => Promise<Set<number>>,
  everyMs: number,
  isProgressing: (batch: ClaimedBatch) => boolean,
): Observable<never> {
  return timer(everyMs, everyMs).pipe(
    exhaustMap(() => {
      const asked = leases.batches.filter(isProgressing);
      if (asked.length === 0) return EMPTY;
      const askedAt = leases.now();
      return from(renew(asked)).pipe(
        tap((confirmed) => leases.confirm(asked, confirmed, askedAt)),
        catchError(() => EMPTY),
      );
    }),
    ignoreElements(),
  );
}
