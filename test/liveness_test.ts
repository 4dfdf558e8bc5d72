import assert from "node:assert/strict";
import { Liveness, ProgressCount, StallWatch } from "../src/system/stall_watch.ts";

Deno.test("replacing one stalled thread with another is no sign of life; a count is, and idling", () => {
  let now = 0;
  const liveness = new Liveness(() => now);
  const thread = (count = new ProgressCount()) => new StallWatch(count, 1000, () => now);
  for (now = 1000; now <= 5000; now += 1000) liveness.note([thread()]);
  assert.ok(liveness.idleMs >= 5000);
  const count = new ProgressCount();
  const working = thread(count);
  count.entry();
  liveness.note([thread(), working]);
  assert.equal(liveness.idleMs, 0);
  now += 9000;
  liveness.note([]);
  assert.equal(liveness.idleMs, 0, "nothing to do is no stall");
});
