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
 * Renews the leases of all held Batches every `everyMs`, in one statement; but of those whose
 * threads make no progress, so that another worker can take them over. A Batch that the
 * database no longer counts as ours is aborted; a renewal that fails is tried again at the
 * next tick: a Batch stays ours until another process has claimed it.
 */
export function renewals(
  held: Leases,
  renew: (held: readonly ClaimedBatch[]) => Promise<Set<number>>,
  everyMs: number,
  isMoving: (batch: ClaimedBatch) => boolean,
): Observable<never> {
  return timer(everyMs, everyMs).pipe(
    exhaustMap(() => {
      const asked = held.batches.filter(isMoving);
      if (asked.length === 0) return EMPTY;
      const askedAt = held.now();
      return from(renew(asked)).pipe(
        tap((confirmed) => held.confirm(asked, confirmed, askedAt)),
        catchError(() => EMPTY),
      );
    }),
    ignoreElements(),
  );
}
