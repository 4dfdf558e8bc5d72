import { of, throwError } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import { type Refill, refills } from "../../streams/refills.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

const refilled: IntakeEvent = { name: "queue.refilled", level: "info", folders: 3 };
const done: Refill = { outcome: "refilled", events: [refilled] };
const skipped: Refill = { outcome: "skipped", events: [refilled] };
const fault = { code: "INTERNAL", reason: "unexpected Error", hint: "retry" } as const;
const failed: IntakeEvent = { name: "refill.failed", level: "error", ...fault };

const repeated: Refill = { outcome: "skipped", events: [failed] };

Deno.test("refills() tries at once and whenever the queue may be empty, and completes when drained", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const attempts: Refill[] = [
      { outcome: "refilled", events: [refilled] },
      { outcome: "skipped", events: [] },
      { outcome: "drained", events: [] },
    ];
    const mayRefill$ = hot("  --o--o--o");
    const refill = () => of(attempts.shift() ?? skipped);
    const stop$ = hot("         ---------");
    const events$ = refills({ mayRefill$, refill, afterFault: () => repeated }, stop$);
    expectObservable(events$).toBe("r----|", { r: refilled });
  }));

Deno.test("refills() reports a failed attempt and continues", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    let attempt = 0;
    const refill = () => ++attempt === 1 ? throwError(() => new Error()) : of(done);
    const mayRefill$ = hot("  ---o----");
    const stop$ = hot("         ------s-");
    const events$ = refills({ mayRefill$, refill, afterFault: () => repeated }, stop$);
    expectObservable(events$).toBe("f--r--|", { f: failed, r: refilled });
  }));

Deno.test("refills() ends after a fault that would occur again", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const refill = () => throwError(() => new Error());
    const afterFault = (): Refill => ({ outcome: "drained", events: [failed] });
    const mayRefill$ = hot("  ---o----");
    const events$ = refills({ mayRefill$, refill, afterFault }, hot("--------"));
    expectObservable(events$).toBe("(f|)", { f: failed });
  }));
