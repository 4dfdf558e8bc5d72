import assert from "node:assert/strict";
import { bestPath } from "../../../src/pixels/text/text_reader.ts";

const characters = ["", "a", "b"];

/** A map in which each step has this class, with this probability. */
function mapOf(...steps: readonly (readonly [best: number, probability: number])[]): Float32Array {
  const map = new Float32Array(steps.length * characters.length);
  for (const [at, [best, probability]] of steps.entries()) {
    map[at * characters.length + best] = probability;
  }
  return map;
}

Deno.test("repeated classes are one character, unless a blank is between them", () => {
  const map = mapOf([1, 0.5], [1, 0.75], [0, 1], [1, 0.25], [2, 1]);
  assert.deepEqual(bestPath(map, 5, characters), [
    { character: "a", probability: 0.5 },
    { character: "a", probability: 0.25 },
    { character: "b", probability: 1 },
  ]);
});

Deno.test("blanks alone are no characters", () => {
  assert.deepEqual(bestPath(mapOf([0, 1], [0, 0.9]), 2, characters), []);
});
