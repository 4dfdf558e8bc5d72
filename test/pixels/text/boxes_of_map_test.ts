import assert from "node:assert/strict";
import { boxesOfMap, type TextMap } from "../../../src/pixels/text/boxes_of_map.ts";
import { defaultParameters } from "../../../src/pixels/text/detector_parameters.ts";

/** A map of digits: tenths of a probability; a dot is none. */
function mapOf(...lines: readonly string[]): TextMap {
  const data = Float32Array.from(lines.join(""), (digit) => digit === "." ? 0 : Number(digit) / 10);
  return { rows: lines.length, columns: lines[0]?.length ?? 0, data };
}

const asMarked = { ...defaultParameters, leastSide: 3, unclipRatio: 0 };

Deno.test("pixels that touch are one box, also at their corners", () => {
  const map = mapOf(
    "..........",
    ".999......",
    ".999999...",
    ".....9999.",
    ".....9999.",
    "..........",
  );
  const [box, ...others] = boxesOfMap(map, asMarked);
  assert.deepEqual(others, []);
  assert.ok(Math.abs((box?.score ?? 0) - 0.9) < 1e-6);
  assert.deepEqual({ ...box, score: 0 }, {
    left: 1,
    top: 1,
    right: 9,
    bottom: 5,
    score: 0,
    filled: 17 / 32,
  });
});

Deno.test("two texts are two boxes", () => {
  const map = mapOf("999.999", "999.999", "999.999");
  assert.equal(boxesOfMap(map, asMarked).length, 2);
});

Deno.test("a region that is too small or improbable is no box", () => {
  const small = mapOf(".....", ".9999", ".9999", ".....");
  const improbable = mapOf("444", "444", "444");
  assert.deepEqual(boxesOfMap(small, asMarked), []);
  assert.deepEqual(boxesOfMap(improbable, asMarked), []);
});

Deno.test("boxes grow by their area times the ratio, divided by their circumference", () => {
  const map = mapOf(...Array<string>(4).fill("9".repeat(12)));
  const [box] = boxesOfMap(map, { ...asMarked, unclipRatio: 2 });
  assert.deepEqual({ ...box, score: 0 }, {
    left: -3,
    top: -3,
    right: 15,
    bottom: 7,
    score: 0,
    filled: 1,
  });
});

Deno.test("a map without text has no boxes", () => {
  assert.deepEqual(boxesOfMap(mapOf("....", "...."), defaultParameters), []);
});
