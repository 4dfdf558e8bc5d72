import assert from "node:assert/strict";
import { cutOut } from "../../../src/pixels/text/cut_out.ts";

/** Rows 1 2 3 and 4 5 6. */
const picture = { rows: 2, columns: 3, samples: Uint8Array.of(1, 2, 3, 4, 5, 6) };
const right = { left: 1, top: 0, right: 3, bottom: 2 };

Deno.test("a part is turned clockwise by quarters", () => {
  const all = { left: 0, top: 0, right: 3, bottom: 2 };
  const turned = ([0, 1, 2, 3] as const).map((quarters) => cutOut(picture, all, quarters));
  assert.deepEqual(turned.map(({ rows, columns }) => [rows, columns]), [
    [2, 3],
    [3, 2],
    [2, 3],
    [3, 2],
  ]);
  assert.deepEqual(turned.map(({ samples }) => [...samples]), [
    [1, 2, 3, 4, 5, 6],
    [4, 1, 5, 2, 6, 3],
    [6, 5, 4, 3, 2, 1],
    [3, 6, 2, 5, 1, 4],
  ]);
});

Deno.test("a part has whole pixels that lie in the picture", () => {
  assert.deepEqual([...cutOut(picture, right, 0).samples], [2, 3, 5, 6]);
  const beyond = { left: 1.4, top: 0.6, right: 9, bottom: 9 };
  assert.deepEqual([...cutOut(picture, beyond, 0).samples], [2, 3, 5, 6]);
});

Deno.test("the colours of a pixel stay together", () => {
  const colours = { rows: 1, columns: 2, samples: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const all = { left: 0, top: 0, right: 2, bottom: 1 };
  assert.deepEqual([...cutOut(colours, all, 2).samples], [4, 5, 6, 1, 2, 3]);
});
