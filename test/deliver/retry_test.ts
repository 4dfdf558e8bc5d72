import assert from "node:assert/strict";
import { DeliveryError } from "../../src/deliver/destination.ts";
import { RetryBudget, retryWithin } from "../../src/deliver/retry.ts";

const never = new AbortController().signal;

/**
 * A retry budget of ten seconds with a clock that only the waits advance, and a list of the waits.
 */
function budgetWith(random: () => number): { budget: RetryBudget; waits: number[] } {
  let clock = 0;
  const waits: number[] = [];
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    clock += ms;
    return Promise.resolve();
  };
  return { budget: new RetryBudget(10_000, () => clock, random, wait), waits };
}

function failing(times: number, error: Error): () => Promise<string> {
  return () => times-- > 0 ? Promise.reject(error) : Promise.resolve("sent");
}

Deno.test("retryWithin() doubles the waits, with full jitter", async () => {
  const { budget, waits } = budgetWith(() => 0.5);
  assert.equal(
    await retryWithin(budget, never, failing(4, new DeliveryError(false, "x"))),
    "sent",
  );
  assert.deepEqual(waits, [250, 500, 1000, 2000]);
});

Deno.test("retryWithin() waits as long as the target asks for", async () => {
  const { budget, waits } = budgetWith(() => 0);
  await retryWithin(budget, never, failing(1, new DeliveryError(false, "x", 3000)));
  assert.deepEqual(waits, [3000]);
});

Deno.test("retryWithin() throws when the budget is used up, for final errors, and for other errors", async () => {
  const away = new DeliveryError(false, "away");
  const { budget, waits } = budgetWith(() => 1);
  await assert.rejects(() => retryWithin(budget, never, failing(99, away)), away);
  assert.ok(waits.reduce((sum, ms) => sum + ms, 0) <= 10_000);
  for (const error of [new DeliveryError(true, "refused"), new TypeError("a bug")]) {
    const { budget, waits } = budgetWith(() => 1);
    await assert.rejects(() => retryWithin(budget, never, failing(9, error)), error);
    assert.deepEqual(waits, []);
  }
});

Deno.test("retryWithin() immediately throws the signal's reason", async () => {
  const abort = new AbortController();
  const budget = new RetryBudget(10_000, () => 0, () => 1, () => {
    abort.abort(new Error("stopped"));
    return Promise.reject(new Error("aborted"));
  });
  const send = failing(9, new DeliveryError(false, "x"));
  await assert.rejects(() => retryWithin(budget, abort.signal, send), { message: "stopped" });
});

Deno.test("retryWithin() counts from the first failure after a success", async () => {
  const { budget, waits } = budgetWith(() => 1);
  const away = new DeliveryError(false, "away", 6000);
  for (let image = 1; image <= 5; image++) await retryWithin(budget, never, failing(1, away));
  assert.deepEqual(waits, [6000, 6000, 6000, 6000, 6000]);
});
