import assert from "node:assert/strict";
import { ProgressCount, StallWatch } from "../src/system/stall_watch.ts";

function watched(silenceMs: number) {
  const clock = { now: 0 };
  const count = new ProgressCount();
  const watch = new StallWatch(count, silenceMs, () => clock.now);
  return { clock, count, watch };
}

Deno.test("a thread that counts nothing is stalled after the time of silence, not before", () => {
  const { clock, watch } = watched(1000);
  clock.now = 999;
  assert.equal(watch.isStalled, false);
  clock.now = 1000;
  assert.equal(watch.isStalled, true);
});

Deno.test("a large file that is read steadily is never stalled, however long it takes", () => {
  const { clock, count, watch } = watched(1000);
  for (let second = 1; second < 3600; second++) {
    clock.now = second * 1000;
    count.bytes(1 << 20);
    assert.equal(watch.isStalled, false);
  }
});

Deno.test("a folder on a file system of 20 ms a look is never stalled", () => {
  const { clock, count, watch } = watched(1000);
  for (let entry = 1; entry < 100_000; entry++) {
    clock.now = entry * 20;
    count.entry();
    assert.equal(watch.isStalled, false);
  }
});

Deno.test("a byte now and then does not hold a thread for ever", () => {
  const { clock, count, watch } = watched(1000);
  while (!watch.isStalled) {
    clock.now += 500;
    count.bytes(1);
    assert.ok(clock.now < 3000);
  }
});

Deno.test("each piece of work has its own time", () => {
  const { clock, watch } = watched(1000);
  for (clock.now = 900; clock.now < 9000; clock.now += 900) {
    assert.equal(watch.isStalled, false);
    watch.start();
  }
});

Deno.test("silence is counted from the last progress", () => {
  const { clock, count, watch } = watched(1000);
  clock.now = 600;
  count.entry();
  assert.equal(watch.silentMs, 0);
  clock.now = 900;
  assert.equal(watch.silentMs, 300);
});
