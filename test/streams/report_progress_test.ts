import assert from "node:assert/strict";
import { NEVER, of, throwError } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import { reportProgress } from "../../streams/report_progress.ts";
import { batchProgressed } from "../support/streams/events.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

const started: IntakeEvent = { name: "watch.started", level: "info", pid: 1 };
const moved: IntakeEvent = batchProgressed("B-1");

Deno.test("reportProgress() publishes the first event about a Batch at once, and later ones at intervals", () => {
  let published = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const events$ = hot("b-mmmm------b--|", { b: started, m: moved });
    const publish = () => of(++published);
    expectObservable(events$.pipe(reportProgress({ publish, everyMs: 5 })))
      .toBe("b-mmmm------b--|", { b: started, m: moved });
    flush();
  });
  assert.equal(published, 2, "at 2 and at 7");
});

Deno.test("reportProgress() ignores failures, and completes although a call is pending", () => {
  let attempts = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const events$ = hot("m-----m--|", { m: moved });
    const publish = () => ++attempts === 1 ? throwError(() => new Error("away")) : NEVER;
    expectObservable(events$.pipe(reportProgress({ publish, everyMs: 3 })))
      .toBe("m-----m--|", { m: moved });
    flush();
  });
  assert.equal(attempts, 2);
});
