import assert from "node:assert/strict";
import { mergeBoxes } from "../../../src/pixels/text/merge_boxes.ts";

const box = (left: number, top: number, right: number, bottom: number, score = 0.8) => ({
  left,
  top,
  right,
  bottom,
  score,
  filled: 0.9,
});

Deno.test("boxes of the same text become one that covers both, with the higher score", () => {
  const merged = mergeBoxes([box(10, 10, 50, 20, 0.7), box(14, 9, 60, 21, 0.9)]);
  assert.deepEqual(merged, [box(10, 9, 60, 21, 0.9)]);
});

Deno.test("boxes that only touch stay two", () => {
  assert.equal(mergeBoxes([box(0, 0, 50, 20), box(48, 0, 90, 20)]).length, 2);
});

Deno.test("a box that joins two others makes them one", () => {
  const merged = mergeBoxes([box(0, 0, 20, 10), box(30, 0, 50, 10), box(0, 0, 50, 10)]);
  assert.deepEqual(merged, [box(0, 0, 50, 10)]);
});
