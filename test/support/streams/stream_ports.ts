import { asyncScheduler, EMPTY, NEVER, type Observable } from "rxjs";
import type { WatchEvent } from "../../../src/folder/watcher.ts";
import type { ClaimedBatch } from "../../../src/model/batch.ts";
import type { FoundFolder } from "../../../src/model/folder.ts";
import type { BatchPorts } from "../../../streams/claims.ts";
import type { DeliveryPorts } from "../../../streams/deliveries.ts";
import type { InboxPorts } from "../../../streams/inbox.ts";

/** Ports of the streams that do nothing; a test in virtual time replaces those it is about. */
export const quietInbox: InboxPorts = {
  bases: [],
  identify: () => ["1"],
  watch: () => () => {},
  list: () => EMPTY,
  scanEveryMs: 1000,
  checkEveryMs: 1000,
};

export const quietBatches: BatchPorts = {
  concurrency: 2,
  leaseMs: 3000,
  wake$: NEVER,
  claim: () => [[]],
  renew: (jobs) => [new Set(jobs.map(({ id }) => id))],
  isProgressing: () => true,
  process: () => EMPTY,
};

export const noDeliveries: DeliveryPorts = {
  targets: [],
  perTarget: 2,
  leaseMs: 3000,
  wake$: NEVER,
  claim: () => [[]],
  renew: (jobs) => [new Set(jobs.map(({ id }) => id))],
  isProgressing: () => true,
  deliver: () => EMPTY,
};

export function foundFolder(uid: string, settled = false): FoundFolder {
  return { base: "/in", uid, settled };
}

export function claimedBatch(id: number): ClaimedBatch {
  return {
    id,
    uid: `ST-${id}`,
    code: `B-${id}`,
    base: "/in",
    origin: "NEW",
    claim: 1,
    stage: "claimed",
    settled: true,
    keyFingerprint: null,
    sourceGone: false,
    ageSeconds: 0,
    survey: null,
    lookAgain: false,
  };
}

/** Watches inboxes by means of an Observable. */
export function watchBy(events$: Observable<WatchEvent>): InboxPorts["watch"] {
  return (_base, listener) => {
    const subscription = events$.subscribe(listener);
    return () => subscription.unsubscribe();
  };
}

/** Virtual time in milliseconds: the column of a marble diagram. */
export function frame(): number {
  return asyncScheduler.now();
}
