import assert from "node:assert/strict";
import { of, throwError } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import { withPages } from "../../streams/with_pages.ts";
import { batchFinished } from "../support/streams/events.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

const done: IntakeEvent = batchFinished("B-1");
const fault = { code: "INTERNAL", reason: "unexpected Error", hint: "retry" } as const;
const failed: IntakeEvent = { name: "web.failed", level: "error", ...fault };
const quiet = { listen: () => () => {}, pauseMs: () => 3, everyMs: 1000 };

Deno.test("withPages() refreshes pages at the first change, and after pauses until the last change", () => {
  let refreshes = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const events$ = hot("ddddd-------|", { d: done });
    const refresh = () => {
      refreshes++;
      return of("refreshed");
    };
    const pages$ = events$.pipe(
      withPages({ ...quiet, refresh, reportFault: () => failed }),
    );
    expectObservable(pages$).toBe("ddddd-------|", { d: done });
    flush();
  });
  assert.equal(refreshes, 3, "at 0, at 3, and the fifth change at 6");
});

Deno.test("withPages() refreshes pages after notifications, and completes with the events", () => {
  let refreshes = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const moved$ = hot("-m-------m", { m: "NEW" });
    const listen = (listener: (status: string) => void) => {
      const subscription = moved$.subscribe(listener);
      return () => subscription.unsubscribe();
    };
    const refresh = () => of(++refreshes);
    const pages$ = hot<IntakeEvent>("-----|").pipe(
      withPages({ ...quiet, listen, refresh, reportFault: () => failed }),
    );
    expectObservable(pages$).toBe("-----|");
    flush();
  });
  assert.equal(refreshes, 1, "no refresh after completion");
});

Deno.test("withPages() reports failed refreshes once, until one succeeds", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const outcomes = [false, false, true, false];
    const refresh = () => outcomes.shift() ? of("refreshed") : throwError(() => new Error());
    const moved$ = hot("m---m---m---m--", { m: "NEW" });
    const listen = (listener: (status: string) => void) => {
      const subscription = moved$.subscribe(listener);
      return () => subscription.unsubscribe();
    };
    const pages$ = hot<IntakeEvent>("--------------|").pipe(
      withPages({ ...quiet, listen, refresh, reportFault: () => failed }),
    );
    expectObservable(pages$).toBe("f-----------f-|", { f: failed });
  }));

Deno.test("withPages() remembers failed refreshes separately for each subscription", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const refresh = () => throwError(() => new Error());
    const pages$ = hot("d----|", { d: done }).pipe(
      withPages({ ...quiet, refresh, reportFault: () => failed }),
    );
    expectObservable(pages$).toBe("(df)-|", { d: done, f: failed });
    expectObservable(pages$).toBe("(df)-|", { d: done, f: failed });
  }));
