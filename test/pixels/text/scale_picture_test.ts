import assert from "node:assert/strict";
import { scaledSize, tileOf, type Trained } from "../../../src/pixels/text/scale_picture.ts";

const unchanged: Trained = [[0, 1 / 255], [0, 1 / 255], [0, 1 / 255]];
const whole = { left: 0, top: 0, right: 2, bottom: 2 };

function rounded(values: Float32Array): number[] {
  return [...values].map(Math.round);
}

Deno.test("colours are in three planes, blue first", () => {
  const picture = { rows: 1, columns: 2, samples: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const tile = { ...whole, bottom: 1 };
  const planes = tileOf(picture, 1, tile, { rows: 1, columns: 2 }, unchanged);
  assert.deepEqual(rounded(planes), [3, 6, 2, 5, 1, 4]);
});

Deno.test("grey is in all three planes, and each is normalised by its mean and deviation", () => {
  const picture = { rows: 1, columns: 1, samples: Uint8Array.of(255) };
  const trained: Trained = [[0.5, 0.5], [0, 1], [0.75, 0.25]];
  const tile = { ...whole, right: 1, bottom: 1 };
  const planes = tileOf(picture, 1, tile, { rows: 1, columns: 1 }, trained);
  assert.deepEqual([...planes], [1, 1, 1]);
});

Deno.test("pixels behind the tile repeat its last ones", () => {
  const picture = { rows: 2, columns: 3, samples: Uint8Array.of(1, 2, 9, 3, 4, 9) };
  const planes = tileOf(picture, 1, whole, { rows: 3, columns: 4 }, unchanged);
  assert.deepEqual(rounded(planes).slice(0, 12), [1, 2, 2, 2, 3, 4, 4, 4, 3, 4, 4, 4]);
});

Deno.test("a picture of twice the size is interpolated between the centres of pixels", () => {
  const picture = { rows: 1, columns: 2, samples: Uint8Array.of(0, 100) };
  const tile = { left: 0, top: 0, right: 4, bottom: 1 };
  const planes = tileOf(picture, 2, tile, { rows: 1, columns: 4 }, unchanged);
  assert.deepEqual(rounded(planes).slice(0, 4), [0, 25, 75, 100]);
});

Deno.test("a scaled picture has at least one pixel", () => {
  assert.deepEqual(scaledSize({ rows: 1, columns: 3 }, 0.1), { rows: 1, columns: 1 });
});

Deno.test("a picture of another size is refused", () => {
  const picture = { rows: 2, columns: 2, samples: new Uint8Array(8) };
  const call = () => tileOf(picture, 1, whole, { rows: 2, columns: 2 }, unchanged);
  assert.throws(call, RangeError);
});
