import assert from "node:assert/strict";
import { NEVER, of, throwError } from "rxjs";
import { batchProgressed } from "../support/events.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import { reportProgress } from "../../streams/report_progress.ts";
import { inVirtualTime } from "../support/marbles.ts";

const started: IntakeEvent = { name: "watch.started", level: "info", pid: 1 };
const moved: IntakeEvent = batchProgressed("B-1");

Deno.test("reportProgress() tells at once and then seldom, the last news too, and only of Batches", () => {
  let told = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const news$ = hot("b-mmmm------b--|", { b: started, m: moved });
    const tell = () => of(++told);
    expectObservable(news$.pipe(reportProgress({ tell, everyMs: 5 })))
      .toBe("b-mmmm------b--|", { b: started, m: moved });
    flush();
  });
  assert.equal(told, 2, "at 2 and at 7");
});

Deno.test("reportProgress() holds up nothing when it cannot tell, nor the end when it does not hear", () => {
  let attempts = 0;
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const news$ = hot("m-----m--|", { m: moved });
    const tell = () => ++attempts === 1 ? throwError(() => new Error("away")) : NEVER;
    expectObservable(news$.pipe(reportProgress({ tell, everyMs: 3 })))
      .toBe("m-----m--|", { m: moved });
    flush();
  });
  assert.equal(attempts, 2);
});
