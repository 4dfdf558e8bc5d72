import assert from "node:assert/strict";
import { of, throwError } from "rxjs";
import { batchFinished } from "../support/events.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import { withPages } from "../../streams/with_pages.ts";
import { inVirtualTime } from "../support/marbles.ts";

const done: IntakeEvent = batchFinished("B-1");
const fault = { code: "INTERNAL", reason: "unexpected Error", hint: "retry" } as const;
const failed: IntakeEvent = { name: "web.failed", level: "error", ...fault };
const quiet = { listen: () => () => {}, restMs: () => 3, everyMs: 1000 };

Deno.test("withPages() shows the first change at once and the last one after a rest, however many come", () => {
  let shown = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const news$ = hot("ddddd-------|", { d: done });
    const refresh = () => {
      shown++;
      return of("shown");
    };
    const pages$ = withPages(news$, { ...quiet, refresh, reportFault: () => failed });
    expectObservable(pages$).toBe("ddddd-------|", { d: done });
    flush();
  });
  assert.equal(shown, 3, "at 0, at 3, and the fifth change at 6");
});

Deno.test("withPages() follows what the database tells, and ends with the news", () => {
  let shown = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const moved$ = hot("-m-------m", { m: "NEW" });
    const listen = (listener: (status: string) => void) => {
      const subscription = moved$.subscribe(listener);
      return () => subscription.unsubscribe();
    };
    const refresh = () => of(++shown);
    const pages$ = withPages(hot("-----|"), {
      ...quiet,
      listen,
      refresh,
      reportFault: () => failed,
    });
    expectObservable(pages$).toBe("-----|");
    flush();
  });
  assert.equal(shown, 1, "nothing is shown after the end");
});

Deno.test("withPages() tells once that pages cannot be shown, until one can", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const outcomes = [false, false, true, false];
    const refresh = () => outcomes.shift() ? of("shown") : throwError(() => new Error());
    const moved$ = hot("m---m---m---m--", { m: "NEW" });
    const listen = (listener: (status: string) => void) => {
      const subscription = moved$.subscribe(listener);
      return () => subscription.unsubscribe();
    };
    const pages$ = withPages(hot("--------------|"), {
      ...{ ...quiet, listen, refresh, reportFault: () => failed },
    });
    expectObservable(pages$).toBe("f-----------f-|", { f: failed });
  }));
