import assert from "node:assert/strict";
import { boundedMap } from "../src/system/bounded_map.ts";

Deno.test("boundedMap() runs at most `limit` calls at a time, and yields all results", async () => {
  let running = 0;
  let most = 0;
  const double = async (value: number): Promise<number> => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    return 2 * value;
  };
  const results = (await Array.fromAsync(boundedMap([1, 2, 3, 4, 5, 6, 7], 3, double))).flat();
  assert.deepEqual(results.sort((a, b) => a - b), [2, 4, 6, 8, 10, 12, 14]);
  assert.equal(most, 3);
});

Deno.test("boundedMap() reads no value before a slot is free, and waits for calls if it is left early", async () => {
  let read = 0;
  let ended = 0;
  function* values(): Generator<number> {
    for (;;) yield ++read;
  }
  const end = async (value: number): Promise<number> => {
    for (let turn = 0; turn < value; turn++) await Promise.resolve();
    ended++;
    return value;
  };
  for await (const [first] of boundedMap(values(), 2, end)) {
    assert.equal(first, 1);
    break;
  }
  assert.ok(read <= 4, "two for the slots, and at most one for each free slot");
  assert.equal(ended, read);
});
