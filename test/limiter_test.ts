import assert from "node:assert/strict";
import { filesOfThread, Limiter } from "../src/system/limiter.ts";

Deno.test("no more than its size runs at once, all of it runs, and in its order", async () => {
  const limiter = new Limiter(3);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const work = async (number: number): Promise<number> => {
    started.push(number);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, number % 3));
    running--;
    return number;
  };
  const numbers = Array.from({ length: 50 }, (_, at) => at);
  const results = await Promise.all(numbers.map((n) => limiter.run(() => work(n))));
  assert.deepEqual(results, numbers);
  assert.deepEqual(started, numbers);
  assert.equal(most, 3);
});

Deno.test("work that fails, at once or later, gives its place to the next", async () => {
  const limiter = new Limiter(1);
  const faults = await Promise.allSettled([
    limiter.run(() => {
      throw new Error("at once");
    }),
    limiter.run(() => Promise.reject(new Error("later"))),
    limiter.run(() => "done"),
  ]);
  assert.deepEqual(faults.map(({ status }) => status), ["rejected", "rejected", "fulfilled"]);
  assert.equal(await limiter.run(() => "again"), "again");
});

Deno.test("all threads together open few files, however many there are", () => {
  for (const threads of [1, 2, 8, 32]) assert.ok(threads * filesOfThread(threads) <= 64);
});
