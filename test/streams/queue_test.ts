import assert from "node:assert/strict";
import { NEVER, of } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import { queue, type QueuePorts } from "../../streams/queue.ts";
import type { Refill } from "../../streams/refills.ts";
import { batchFinished } from "../support/streams/events.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";
import {
  claimedBatch,
  frame,
  noDeliveries,
  quietBatches,
} from "../support/streams/stream_ports.ts";

const refilled: IntakeEvent = { name: "queue.refilled", level: "info", folders: 1 };
const done: IntakeEvent = batchFinished("B-1");
const fault = { code: "INTERNAL", reason: "unexpected Error", hint: "retry" } as const;
const failed: IntakeEvent = { name: "refill.failed", level: "error", ...fault };
const afterFault = (): Refill => ({ outcome: "skipped", events: [failed] });
const attempts = {
  refilled: { outcome: "refilled", events: [refilled] },
  skipped: { outcome: "skipped", events: [] },
  drained: { outcome: "drained", events: [] },
} satisfies Record<Refill["outcome"], Refill>;

/** A refill that answers with these outcomes in turn, and the frames in which it was called. */
function refiller(...outcomes: Refill["outcome"][]): { at: number[]; refill: () => [Refill] } {
  const at: number[] = [];
  const refill = (): [Refill] => {
    at.push(frame());
    return [attempts[outcomes.shift() ?? "drained"]];
  };
  return { at, refill };
}

/** Claims the given numbers of Batches in turn. */
function claimer(...counts: number[]): QueuePorts["batches"]["claim"] {
  let latest = 0;
  return () => [Array.from({ length: counts.shift() ?? 0 }, () => claimedBatch(++latest))];
}

Deno.test("queue() does not refill while a Batch is in flight, and refills when the last has ended", () => {
  const { at, refill } = refiller("refilled", "skipped", "skipped", "refilled");
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const wake$ = hot("      --w-------w-------");
    const mayRefill$ = hot(" -r-rrr---rr-rr----");
    const job$ = cold("        -----(d|)", { d: done });
    const expected = "       r------d-r-----(d|)";
    const batches = { ...quietBatches, wake$, claim: claimer(1, 0, 1), process: () => job$ };
    const ports = {
      batches,
      deliveries: noDeliveries,
      refills: { mayRefill$, refill, afterFault },
    };
    const events$ = queue(ports, { stop$: NEVER, abort$: NEVER });
    expectObservable(events$).toBe(expected, { r: refilled, d: done });
    flush();
  });
  assert.deepEqual(at, [0, 1, 7, 9, 15]);
});

Deno.test("queue() completes when nothing is left to do", () => {
  const { at, refill } = refiller("refilled", "drained");
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const wake$ = hot("    --w---------");
    const job$ = cold("      ---d--|", { d: done });
    const expected = "     r----d--|";
    const batches = { ...quietBatches, wake$, claim: claimer(1), process: () => job$ };
    const ports = {
      batches,
      deliveries: noDeliveries,
      refills: { mayRefill$: NEVER, refill, afterFault },
    };
    const events$ = queue(ports, { stop$: NEVER, abort$: NEVER });
    expectObservable(events$).toBe(expected, { r: refilled, d: done });
    flush();
  });
  assert.deepEqual(at, [0, 8], "the last refill finds nothing");
});

Deno.test("queue() neither refills nor claims after stop$, and completes when the jobs have ended", () => {
  const { at, refill } = refiller("refilled", "refilled");
  const limits: number[] = [];
  const claimOne = claimer(1, 1, 1);
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const wake$ = hot("      -w---w-------");
    const mayRefill$ = hot(" -----------r-");
    const stop$ = hot("      ---s---------");
    const job$ = cold("       -------(d|)", { d: done });
    const expected = "       r-------(d|)";
    const claim: QueuePorts["batches"]["claim"] = (limit) => {
      limits.push(limit);
      return claimOne(limit);
    };
    const batches = { ...quietBatches, wake$, claim, process: () => job$ };
    const ports = {
      batches,
      deliveries: noDeliveries,
      refills: { mayRefill$, refill, afterFault },
    };
    const events$ = queue(ports, { stop$, abort$: NEVER });
    expectObservable(events$).toBe(expected, { r: refilled, d: done });
    flush();
  });
  assert.deepEqual(at, [0]);
  assert.deepEqual(limits, [2]);
});

Deno.test("queue() claims nothing after stop$, although a refill is still running", () => {
  const limits: number[] = [];
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const wake$ = hot("    -w--w------");
    const stop$ = hot("    --s--------");
    const refill = () => cold("------(r|)", { r: attempts.refilled });
    const expected = "     ------(r|)";
    const claim: QueuePorts["batches"]["claim"] = (limit) => {
      limits.push(limit);
      return [[]];
    };
    const batches = { ...quietBatches, wake$, claim };
    const ports = {
      batches,
      deliveries: noDeliveries,
      refills: { mayRefill$: NEVER, refill, afterFault },
    };
    expectObservable(queue(ports, { stop$, abort$: NEVER })).toBe(expected, { r: refilled });
    flush();
  });
  assert.deepEqual(limits, [2]);
});

Deno.test("queue() processes at most `concurrency` Batches at once, even if more are claimed", () => {
  const { refill } = refiller("refilled");
  inVirtualTime(({ cold, hot, expectObservable }) => {
    const wake$ = hot("    -w-------------");
    const stop$ = hot("    --s------------");
    const job$ = cold("     -----(d|)", { d: done });
    const expected = "     r-----(dd)-(d|)";
    const batches = { ...quietBatches, wake$, claim: claimer(3), process: () => job$ };
    const ports = {
      batches,
      deliveries: noDeliveries,
      refills: { mayRefill$: NEVER, refill, afterFault },
    };
    expectObservable(queue(ports, { stop$, abort$: NEVER }))
      .toBe(expected, { r: refilled, d: done });
  });
});

Deno.test("queue() counts the slots of each subscription separately", () => {
  inVirtualTime(({ cold, hot, expectObservable }) => {
    const wake$ = hot("    -w--------");
    const stop$ = hot("    --s-------");
    const job$ = cold("     ---(d|)", { d: done });
    const batches = {
      ...quietBatches,
      wake$,
      concurrency: 1,
      claim: () => of([claimedBatch(1)]),
      process: () => job$,
    };
    const refill = (): [Refill] => [{ outcome: "skipped", events: [] }];
    const ports = {
      batches,
      deliveries: noDeliveries,
      refills: { mayRefill$: NEVER, refill, afterFault },
    };
    const events$ = queue(ports, { stop$, abort$: NEVER });
    expectObservable(events$).toBe("----(d|)", { d: done });
    expectObservable(events$).toBe("----(d|)", { d: done });
  });
});
