import assert from "node:assert/strict";
import { FairQueue } from "../../../src/pipeline/image/fair_queue.ts";

Deno.test("groups take turns, and their items keep their order", () => {
  const queue = new FairQueue<string>((item) => item.slice(0, 1));
  for (const item of ["a1", "a2", "a3", "b1", "c1", "b2"]) queue.push(item);
  assert.equal(queue.next((item) => !item.startsWith("a")), "b1");
  const taken = Array.from({ length: 5 }, () => queue.next());
  assert.deepEqual(taken, ["a1", "c1", "b2", "a2", "a3"]);
  assert.deepEqual([queue.size, queue.next()], [0, undefined]);
  for (const item of ["a2", "b1"]) queue.push(item);
  queue.putBack("a1");
  assert.deepEqual([queue.next(), queue.next(), queue.next()], ["a1", "b1", "a2"]);
});
