import assert from "node:assert/strict";
import { DeliveryError } from "../../src/deliver/destination.ts";
import { RetryBudget, retryWithin } from "../../src/deliver/retry_budget.ts";

const never = new AbortController().signal;

/** RetryBudget of ten seconds by a clock that stands still but for the waits, which are noted. */
function patienceWith(random: () => number): { patience: RetryBudget; waits: number[] } {
  let clock = 0;
  const waits: number[] = [];
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    clock += ms;
    return Promise.resolve();
  };
  return { patience: new RetryBudget(10_000, () => clock, random, wait), waits };
}

function failing(times: number, error: Error): () => Promise<string> {
  return () => times-- > 0 ? Promise.reject(error) : Promise.resolve("sent");
}

Deno.test("retryWithin() waits twice as long each time, with full jitter", async () => {
  const { patience, waits } = patienceWith(() => 0.5);
  assert.equal(
    await retryWithin(patience, never, failing(4, new DeliveryError(false, "x"))),
    "sent",
  );
  assert.deepEqual(waits, [250, 500, 1000, 2000]);
});

Deno.test("retryWithin() waits as long as the target asks for", async () => {
  const { patience, waits } = patienceWith(() => 0);
  await retryWithin(patience, never, failing(1, new DeliveryError(false, "x", 3000)));
  assert.deepEqual(waits, [3000]);
});

Deno.test("retryWithin() ends when patience runs out, when refused for good, and on what is no delivery error", async () => {
  const away = new DeliveryError(false, "away");
  const { patience, waits } = patienceWith(() => 1);
  await assert.rejects(() => retryWithin(patience, never, failing(99, away)), away);
  assert.ok(waits.reduce((sum, ms) => sum + ms, 0) <= 10_000);
  for (const error of [new DeliveryError(true, "refused"), new TypeError("a bug")]) {
    const { patience, waits } = patienceWith(() => 1);
    await assert.rejects(() => retryWithin(patience, never, failing(9, error)), error);
    assert.deepEqual(waits, []);
  }
});

Deno.test("retryWithin() ends at once with the signal's reason", async () => {
  const abort = new AbortController();
  const patience = new RetryBudget(10_000, () => 0, () => 1, () => {
    abort.abort(new Error("stopped"));
    return Promise.reject(new Error("aborted"));
  });
  const send = failing(9, new DeliveryError(false, "x"));
  await assert.rejects(() => retryWithin(patience, abort.signal, send), { message: "stopped" });
});

Deno.test("retryWithin() counts from the first failure, and a success begins anew", async () => {
  const { patience, waits } = patienceWith(() => 1);
  const away = new DeliveryError(false, "away", 6000);
  for (let image = 1; image <= 5; image++) await retryWithin(patience, never, failing(1, away));
  assert.deepEqual(waits, [6000, 6000, 6000, 6000, 6000]);
});
