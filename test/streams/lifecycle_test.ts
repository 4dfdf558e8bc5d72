import { NEVER, takeUntil } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import { lifecycle, untilStopped } from "../../streams/run_to_end.ts";
import { batchFinished } from "../support/streams/events.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

const done: IntakeEvent = batchFinished("B-1");
const stopping: IntakeEvent = {
  name: "stop.requested",
  level: "info",
  graceSeconds: 0.01,
  reason: "Waiting for running jobs.",
  hint: "Press Ctrl-C again to requeue them and quit.",
};
const events = { d: done, s: stopping };
const graceMs = 10;

Deno.test("the first signal stops a command, and its running jobs end", () =>
  inVirtualTime(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const signals$ = hot(" ---s---------");
    const jobs$ = cold("   d-----d|", events);
    const expected = "     d--s--d|";
    const events$ = lifecycle(() => jobs$, signals$, { graceMs });
    expectObservable(events$).toBe(expected, events);
    expectSubscriptions(signals$.subscriptions).toBe("^------!");
  }));

Deno.test("the second signal aborts the jobs of a command", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot(" ---s--s------");
    const expected = "     ---s--|      ";
    const events$ = lifecycle(({ abort$ }) => NEVER.pipe(takeUntil(abort$)), signals$, { graceMs });
    expectObservable(events$).toBe(expected, events);
  }));

Deno.test("the end of the grace period aborts the jobs of a command", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot(" ---s---------");
    const expected = "     ---s---------|";
    const events$ = lifecycle(({ abort$ }) => NEVER.pipe(takeUntil(abort$)), signals$, { graceMs });
    expectObservable(events$).toBe(expected, events);
  }));

Deno.test("a command does not wait more than three seconds for aborted jobs", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot(" -s-s---------");
    const expected = "     -s- 3000ms |";
    expectObservable(lifecycle(() => NEVER, signals$, { graceMs })).toBe(expected, events);
  }));

Deno.test("a command that ends by itself does not wait for a signal", () =>
  inVirtualTime(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const signals$ = hot(" -----s");
    const jobs$ = cold("   --d|", events);
    expectObservable(lifecycle(() => jobs$, signals$, { graceMs })).toBe("--d|", events);
    expectSubscriptions(signals$.subscriptions).toBe("^--!");
  }));

Deno.test("a command that runs no jobs ends with the first signal", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot(" --s--");
    expectObservable(lifecycle(untilStopped, signals$, { graceMs })).toBe("--(s|)", events);
  }));
