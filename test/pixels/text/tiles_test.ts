import assert from "node:assert/strict";
import { tilesOf } from "../../../src/pixels/text/tiles.ts";

Deno.test("a picture that fits is one tile", () => {
  assert.deepEqual(tilesOf({ rows: 480, columns: 640 }, 1280, 128), [
    { left: 0, top: 0, right: 640, bottom: 480 },
  ]);
});

Deno.test("tiles cover each pixel, overlap as much as asked, and are not larger than asked", () => {
  for (const columns of [101, 150, 180, 999, 1280, 4321]) {
    const tiles = tilesOf({ rows: 50, columns }, 100, 20);
    assert.equal(tiles[0]?.left, 0);
    assert.equal(tiles.at(-1)?.right, columns);
    for (const [at, { left, top, right, bottom }] of tiles.entries()) {
      assert.deepEqual([top, bottom], [0, 50]);
      assert.ok(right - left <= 100);
      const before = tiles[at - 1];
      if (before) assert.ok(before.right - left >= 20, `${columns}: ${before.right - left}`);
    }
  }
});

Deno.test("a text that is narrower than the overlap is whole in one tile", () => {
  const tiles = tilesOf({ rows: 1000, columns: 1000 }, 300, 60);
  for (let left = 0; left <= 940; left += 7) {
    const whole = tiles.some((tile) =>
      tile.left <= left && tile.right >= left + 60 && tile.top <= left && tile.bottom >= left + 60
    );
    assert.ok(whole, String(left));
  }
});
