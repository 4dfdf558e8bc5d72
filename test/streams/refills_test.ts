import { of, throwError } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import { type Refill, refills } from "../../streams/refills.ts";
import { inVirtualTime } from "../support/marbles.ts";

const refilled: IntakeEvent = { name: "queue.refilled", level: "info", folders: 3 };
const open: Refill = { gate: "refilled", news: [refilled] };
const closed: Refill = { gate: "closed", news: [refilled] };
const fault = { code: "INTERNAL", reason: "unexpected Error", hint: "retry" } as const;
const failed: IntakeEvent = { name: "refill.failed", level: "error", ...fault };

Deno.test("refills() looks at the gate at once and whenever it may open, and ends when drained", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const looks: Refill[] = [
      { gate: "refilled", news: [refilled] },
      { gate: "closed", news: [] },
      { gate: "drained", news: [] },
    ];
    const mayRefill$ = hot("  --o--o--o");
    const refill = () => of(looks.shift() ?? closed);
    const stop$ = hot("         ---------");
    const news$ = refills({ mayRefill$, stop$, refill, reportFault: () => failed });
    expectObservable(news$).toBe("r----|", { r: refilled });
  }));

Deno.test("refills() takes a failed look for a closed gate and goes on", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    let look = 0;
    const refill = () => ++look === 1 ? throwError(() => new Error()) : of(open);
    const mayRefill$ = hot("  ---o----");
    const stop$ = hot("         ------s-");
    const news$ = refills({ mayRefill$, stop$, refill, reportFault: () => failed });
    expectObservable(news$).toBe("f--r--|", { f: failed, r: refilled });
  }));
