import { NEVER } from "rxjs";
import { stopSignals } from "../../streams/run_to_end.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

Deno.test("the first signal stops, the second aborts", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot("     --a--b--c-");
    const { stop$, abort$ } = stopSignals(signals$, 100, NEVER);
    expectObservable(stop$).toBe("  --(a|)");
    expectObservable(abort$).toBe(" -----(b|)");
  }));

Deno.test("the end of the grace period aborts", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot("     --a-------");
    const { abort$ } = stopSignals(signals$, 5, NEVER);
    expectObservable(abort$).toBe(" -------(0|)", { 0: 0 });
  }));

Deno.test("late subscribers receive the stop signal", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot("     -a------");
    const { stop$ } = stopSignals(signals$, 100, NEVER);
    expectObservable(stop$, "----^").toBe("----(a|)");
  }));

Deno.test("abort$ completes when the jobs have ended", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const signals$ = hot("     -a------");
    const ended$ = hot("       ---e----");
    const { abort$ } = stopSignals(signals$, 100, ended$);
    expectObservable(abort$).toBe(" ---|");
  }));
