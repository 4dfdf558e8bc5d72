import assert from "node:assert/strict";
import { of, throwError } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { LogLine } from "../../src/model/log_line.ts";
import { storeLog } from "../../streams/store_log.ts";
import { batchProgressed } from "../support/streams/events.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

const started: IntakeEvent = { name: "watch.started", level: "info", pid: 1 };
const debug: IntakeEvent = batchProgressed("B-1");
const placed = (batch: string): IntakeEvent => (
  { name: "batch.placed", level: "info", batch, targets: 2 }
);
const values = { s: started, d: debug, a: placed("B-1"), b: placed("B-2"), c: placed("B-3") };

Deno.test("storeLog() passes every event on, and stores those about Batches together, without debug ones", () => {
  const stored: string[][] = [];
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const store = (lines: readonly LogLine[]) => {
      stored.push(lines.map(({ batch }) => batch));
      return of(undefined);
    };
    const events$ = hot("s-ad-b-------c--|", values);
    expectObservable(events$.pipe(storeLog({ store, everyMs: 8 })))
      .toBe("s-ad-b-------c--|", values);
    flush();
  });
  assert.deepEqual(stored, [["B-1", "B-2"], ["B-3"]], "the last ones before the end");
});

Deno.test("storeLog() ignores failures, and completes after the last lines were stored", () => {
  let calls = 0;
  const lines: LogLine[] = [];
  inVirtualTime(({ hot, cold, expectObservable, flush }) => {
    const store = (these: readonly LogLine[]) => {
      lines.push(...these);
      return ++calls === 1 ? throwError(() => new Error("away")) : cold("---(x|)");
    };
    const events$ = hot("a-----b--|", values);
    expectObservable(events$.pipe(storeLog({ store, everyMs: 4 })))
      .toBe("a-----b----|", values);
    flush();
  });
  assert.equal(calls, 2);
  const [{ at, ...line } = { at: "" }] = lines;
  assert.deepEqual(line, {
    batch: "B-1",
    level: "info",
    event: "batch.placed",
    fields: { targets: 2 },
  });
  assert.ok(!Number.isNaN(Date.parse(at)));
});
