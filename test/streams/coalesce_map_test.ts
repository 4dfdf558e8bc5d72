import { coalesceMap } from "../../streams/coalesce_map.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

Deno.test("coalesceMap() runs once more for all values that arrived while it was busy", () =>
  inVirtualTime(({ cold, expectObservable }) => {
    const source$ = cold(" a-bcd-----e|");
    const inner$ = () => cold("---x|");
    const expected = "     ---x---x-----x|";
    expectObservable(source$.pipe(coalesceMap(inner$))).toBe(expected);
  }));

Deno.test("coalesceMap() projects the latest of the waiting values", () =>
  inVirtualTime(({ cold, expectObservable }) => {
    const source$ = cold("  abc---------|");
    const expected = "      --a---c-----|";
    const result$ = source$.pipe(coalesceMap((value) => cold(`--${value}-|`)));
    expectObservable(result$).toBe(expected);
  }));

Deno.test("coalesceMap() completes the running projection after the source has completed, and starts no other", () =>
  inVirtualTime(({ cold, expectObservable }) => {
    const source$ = cold("ab|");
    const expected = "    ---x|";
    expectObservable(source$.pipe(coalesceMap(() => cold("---x|")))).toBe(expected);
  }));

Deno.test("coalesceMap() ends the running projection when it is unsubscribed", () =>
  inVirtualTime(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const inner$ = cold("-----x|");
    const source$ = hot("a------|");
    expectObservable(source$.pipe(coalesceMap(() => inner$)), "--!").toBe("---");
    expectSubscriptions(inner$.subscriptions).toBe("^-!");
  }));
