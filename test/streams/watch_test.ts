import assert from "node:assert/strict";
import { fromEvent, ignoreElements, NEVER, of, take, tap } from "rxjs";
import type { WatchEvent } from "../../src/folder/watcher.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { FoundFolder } from "../../src/model/folder.ts";
import { watch, type WatchPorts } from "../../streams/watch.ts";
import { batchFinished } from "../support/streams/events.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";
import {
  claimedBatch,
  foundFolder,
  frame,
  noDeliveries,
  quietBatches,
  quietInbox,
  watchBy,
} from "../support/streams/stream_ports.ts";

const quiet: WatchPorts = {
  inboxes: quietInbox,
  record: () => [[]],
  batches: quietBatches,
  deliveries: noDeliveries,
};
const inboxes = { ...quietInbox, bases: ["/in"] };
const found: IntakeEvent = { name: "inbox.found", level: "info", directory: "/in" };
const done: IntakeEvent = batchFinished("B-1");

/** Collects what is recorded: the frame and the names of each window. */
function recorder(): { windows: [number, ...string[]][]; record: WatchPorts["record"] } {
  const windows: [number, ...string[]][] = [];
  const record: WatchPorts["record"] = (folders) => {
    windows.push([frame(), ...folders.map(({ uid }) => uid)]);
    return of([]);
  };
  return { windows, record };
}

function child(name: string, renamed = false): WatchEvent {
  return { kind: "child", name, renamed };
}

Deno.test("watch() records the finished folders of scans and events, and no unfinished one", () => {
  const { windows, record } = recorder();
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const watch$ = hot("   --t-f------", { t: child("ST-3.tmp12"), f: child("ST-3", true) });
    const stop$ = hot("    ---------s-");
    const expected = "     f--------|";
    const list = () => of([foundFolder("ST-1.tmp1"), foundFolder("ST-2"), foundFolder(".x")]);
    const ports = { ...quiet, inboxes: { ...inboxes, watch: watchBy(watch$), list }, record };
    expectObservable(watch(ports, { stop$, abort$: NEVER })).toBe(expected, { f: found });
    flush();
  });
  assert.deepEqual(windows, [[0, "ST-2"], [4, "ST-3"]]);
});

Deno.test("watch() records a folder once if a scan and an event find it during a statement", () => {
  const windows: string[][] = [];
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const watch$ = hot("   -ab--------", { a: child("ST-1"), b: child("ST-2", true) });
    const list = () => cold("---s|", { s: [foundFolder("ST-2")] });
    const stop$ = hot("    ---------s-");
    const statement$ = cold("----(x|)", { x: [] });
    const record: WatchPorts["record"] = (folders) => {
      windows.push(folders.map(({ uid, settled }) => `${uid} ${settled}`));
      return statement$;
    };
    const ports = { ...quiet, inboxes: { ...inboxes, watch: watchBy(watch$), list }, record };
    expectObservable(watch(ports, { stop$, abort$: NEVER })).toBe("f--------|", { f: found });
    flush();
  });
  assert.deepEqual(windows, [["ST-1 false"], ["ST-2 true"]]);
});

Deno.test("watch() admits nothing after stop$, and completes when the running job has ended", () => {
  const { windows, record } = recorder();
  const claimedAt: number[] = [];
  let renewals = 0;
  inVirtualTime(({ cold, hot, expectObservable, expectSubscriptions, flush }) => {
    const wake$ = hot("    -w-----w---------");
    const stop$ = hot("    ----s------------");
    const watch$ = hot("   --a--b-----------", { a: child("ST-1"), b: child("ST-2") });
    const job$ = cold("     ---------d--|", { d: done });
    const expected = "     f---------d--|";
    const batches: WatchPorts["batches"] = {
      ...quietBatches,
      leaseMs: 9,
      wake$,
      claim: () => {
        claimedAt.push(frame());
        return [claimedAt.length === 1 ? [claimedBatch(1)] : []];
      },
      renew: (jobs) => {
        renewals++;
        return [new Set(jobs.map(({ id }) => id))];
      },
      process: () => job$,
    };
    const inbox = { ...inboxes, watch: watchBy(watch$) };
    const ports = { inboxes: inbox, record, batches, deliveries: noDeliveries };
    const events$ = watch(ports, { stop$, abort$: NEVER });
    expectObservable(events$).toBe(expected, { f: found, d: done });
    expectSubscriptions(watch$.subscriptions).toBe("^---!");
    expectSubscriptions(job$.subscriptions).toBe(" -^-----------!");
    flush();
  });
  assert.deepEqual(claimedAt, [1]);
  assert.deepEqual(windows, [[2, "ST-1"]]);
  assert.equal(renewals, 4, "at 3, 6, 9 and 12: leases are renewed until the job has ended");
});

Deno.test("watch() processes at most `concurrency` Batches at once, even if more are claimed", () => {
  const batches = { ...quietBatches, claim: () => [[1, 2, 3, 4, 5].map(claimedBatch)] };
  inVirtualTime(({ cold, hot, expectObservable }) => {
    const wake$ = hot("    w-----------------");
    const stop$ = hot("    -s----------------");
    const job$ = cold("     -----(d|)         ", { d: done });
    const expected = "     -----(dd)-(dd)-(d|)";
    const ports = { ...quiet, batches: { ...batches, wake$, process: () => job$ } };
    expectObservable(watch(ports, { stop$, abort$: NEVER })).toBe(expected, { d: done });
  });
});

Deno.test("watch() never claims more Batches than there are free slots", () => {
  const limits: [number, number][] = [];
  let latest = 0;
  const claim: WatchPorts["batches"]["claim"] = (limit) => {
    limits.push([frame(), limit]);
    return [[claimedBatch(++latest)]];
  };
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const wake$ = hot("    ww-w---------");
    const stop$ = hot("    ------s------");
    const job$ = cold("     ----(d|)", { d: done });
    const expected = "     ----dd--d(d|)";
    const batches = { ...quietBatches, claim, wake$, process: () => job$ };
    const ports = { ...quiet, batches };
    expectObservable(watch(ports, { stop$, abort$: NEVER })).toBe(expected, { d: done });
    flush();
  });
  assert.deepEqual(limits, [[0, 2], [1, 1], [4, 1], [5, 1]], "none at 3: both slots are occupied");
});

Deno.test("watch() aborts the running jobs when abort$ emits", () => {
  const reasons: string[] = [];
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const wake$ = hot("    w-----------");
    const stop$ = hot("    --s---------");
    const abort$ = hot("   -----a------");
    const expected = "     -----|";
    const process: WatchPorts["batches"]["process"] = ({ signal }) =>
      fromEvent(signal, "abort").pipe(
        take(1),
        tap(() => reasons.push(`${frame()} ${signal.reason.code}`)),
        ignoreElements(),
      );
    const batches = { ...quietBatches, wake$, claim: () => [[claimedBatch(1)]], process };
    expectObservable(watch({ ...quiet, batches }, { stop$, abort$ })).toBe(expected);
    flush();
  });
  assert.deepEqual(reasons, ["5 STOPPED"]);
});

Deno.test("watch() reports an inbox that is missing or cannot be listed", () =>
  inVirtualTime(({ hot, cold, expectObservable }) => {
    const identities = ["1", undefined];
    const stop$ = hot("    --------s");
    const expected = "     (fu)-l--|";
    const ports = {
      ...inboxes,
      identify: () => [identities.shift()],
      list: () => cold<FoundFolder[]>("#"),
      checkEveryMs: 5,
    };
    const events$ = watch({ ...quiet, inboxes: ports }, { stop$, abort$: NEVER });
    expectObservable(events$).toBe(expected, {
      f: found,
      u: { name: "scan.failed", level: "warn", directory: "/in" },
      l: { name: "inbox.lost", level: "warn", directory: "/in" },
    });
  }));
