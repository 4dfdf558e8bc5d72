import assert from "node:assert/strict";
import { RecentRate, timeLeft } from "../../src/cli/recent_rate.ts";

Deno.test("the time left is words at every moment, also before anything is done", () => {
  assert.equal(timeLeft(700, 0), "?");
  assert.equal(timeLeft(350, 350 / 30), "30 s");
  assert.equal(timeLeft(699, 1 / 3), "35 min");
  assert.equal(timeLeft(699, 1 / 60), "12 h");
  assert.equal(timeLeft(0, 0), "0 s");
  for (const rest of [-1, 0, 1, 1e9]) {
    for (const rate of [0, 1e-6, 1, 1e6]) {
      assert.match(timeLeft(rest, rate), /^(\?|\d+ (s|min|h))$/);
    }
  }
});

Deno.test("the rate is that of the last minute, and no average since the start", () => {
  let seconds = 0;
  const rate = new RecentRate(() => seconds);
  const grow = (total: (at: number) => number, until: number): number => {
    let last = 0;
    for (; seconds <= until; seconds++) last = rate.perSecond(total(seconds));
    return last;
  };
  assert.equal(grow((at) => at * 100, 600), 100);
  const slow = grow((at) => 60_000 + (at - 600), 720);
  assert.equal(slow, 1, "ten minutes of 100 per second are forgotten after one");
  assert.equal(grow(() => 60_120, 900), 0);
});

Deno.test("steps that take longer than a minute have the rate of the latest ones", () => {
  let seconds = 0;
  const rate = new RecentRate(() => seconds, 5);
  let last = 0;
  for (; seconds <= 3600; seconds++) last = rate.perSecond(Math.floor(seconds / 300));
  assert.ok(Math.abs(last - 1 / 300) < 1 / 1000, `${last} is one in five minutes`);
});
