import assert from "node:assert/strict";
import { afterFailure, afterSuccess, rowWaitMs } from "../../src/deliver/circuit_breaker.ts";
import type { Breaker } from "../../src/model/target.ts";

const up: Breaker = { state: "closed", failures: 0, allowed: 16 };
const temporary = { isDown: false, retryAfterMs: 0 };
const most = (): number => 1 - Number.EPSILON;

Deno.test("a target is down after three failures in a row, or one that is certain", () => {
  let breaker = up;
  for (const state of ["closed", "closed", "open"] as const) {
    breaker = afterFailure(breaker, temporary, most);
    assert.equal(breaker.state, state);
  }
  assert.equal(afterFailure(up, { ...temporary, isDown: true }).state, "open");
  const between = afterSuccess(afterFailure(afterFailure(up, temporary), temporary));
  assert.equal(afterFailure(between, temporary).state, "closed", "a success counts anew");
});

Deno.test("waits double up to a minute, with full jitter, and last as long as the target asks for", () => {
  const waits: (number | undefined)[] = [];
  let breaker: Breaker = up;
  for (let attempt = 1; attempt <= 8; attempt++) {
    const { waitMs, ...after } = afterFailure(breaker, { isDown: true, retryAfterMs: 0 }, most);
    waits.push(waitMs === undefined ? undefined : Math.round(waitMs));
    breaker = { ...after, state: "half-open" }; // its probe
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(afterFailure(up, { isDown: true, retryAfterMs: 0 }, () => 0).waitMs, 0);
  assert.equal(afterFailure(up, { isDown: true, retryAfterMs: 90_000 }, most).waitMs, 90_000);
  assert.equal(rowWaitMs(99, 0, () => 0.5), 450_000);
});

Deno.test("an attempt that was started before does not delay the next probe", () => {
  const open: Breaker = { state: "open", failures: 4, allowed: 1 };
  assert.deepEqual(afterFailure(open, temporary), { ...open, waitMs: undefined });
});

Deno.test("a target that comes back receives one Batch, then two, four and so on at once", () => {
  let breaker: Breaker = { state: "half-open", failures: 9, allowed: 1 };
  const allowed: number[] = [];
  for (let success = 1; success <= 8; success++) {
    breaker = afterSuccess(breaker);
    allowed.push(breaker.allowed);
  }
  assert.deepEqual(allowed, [2, 4, 8, 16, 32, 64, 64, 64]);
  assert.deepEqual([breaker.state, breaker.failures], ["closed", 0]);
});
