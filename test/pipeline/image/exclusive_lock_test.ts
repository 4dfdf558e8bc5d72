import assert from "node:assert/strict";
import { ExclusiveLock } from "../../../src/pipeline/image/isolate_suspects.ts";

Deno.test("work that runs alone waits for what runs, and what comes later waits for it", async () => {
  const lock = new ExclusiveLock();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const step = (name: string, until?: Promise<void>) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await until;
    order.push(`${name} ends`);
  };
  const all = [
    lock.shared(step("one", first.promise)),
    lock.shared(step("two")),
    lock.exclusive(step("alone", Promise.resolve())),
    lock.exclusive(step("alone too", Promise.resolve())),
    lock.shared(step("three")),
  ];
  await Promise.resolve();
  first.resolve();
  await Promise.all(all);
  const alone = order.indexOf("alone begins");
  assert.ok(alone > order.indexOf("one ends") && alone > order.indexOf("two ends"));
  for (const name of ["alone", "alone too"]) {
    assert.equal(order[order.indexOf(`${name} begins`) + 1], `${name} ends`);
  }
  assert.ok(order.includes("three ends"));
});

Deno.test("work that fails lets the next run", async () => {
  const lock = new ExclusiveLock();
  const fails = (): Promise<void> => Promise.reject(new Error("no"));
  await assert.rejects(() => lock.exclusive(fails));
  await assert.rejects(() => lock.shared(fails));
  assert.equal(await lock.exclusive(() => Promise.resolve(7)), 7);
  assert.equal(await lock.shared(() => Promise.resolve(8)), 8);
});
