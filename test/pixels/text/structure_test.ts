import assert from "node:assert/strict";
import { defaultParameters } from "../../../src/pixels/text/detector_parameters.ts";
import type { Picture } from "../../../src/pixels/text/picture.ts";
import { searchTiles } from "../../../src/pixels/text/search_tiles.ts";
import { structureOf } from "../../../src/pixels/text/structure.ts";
import { randomNumbers } from "../../support/random_numbers.ts";

const [rows, columns] = [300, 400];

type Colour = readonly [number, number, number];

/** A background with noise, and strokes of one pixel like those of small letters. */
function picture(
  { noise = 0, strokes = [], by = 40 }: {
    readonly noise?: number;
    readonly strokes?: readonly (readonly [left: number, top: number])[];
    readonly by?: number;
  },
) {
  const random = randomNumbers(7);
  const samples = Uint8Array.from({ length: rows * columns }, () => 90 + random(noise + 1));
  for (const [left, top] of strokes) {
    for (let row = top; row < top + 8; row++) {
      for (const column of [left, left + 4, left + 8]) {
        const at = row * columns + column;
        samples[at] = (samples[at] ?? 0) + by;
      }
    }
  }
  return { rows, columns, samples };
}

const structured = (searched: Picture) => structureOf(searched, defaultParameters.leastRange);

const whole = { left: 0, top: 0, right: columns, bottom: rows };

Deno.test("smooth pictures, slow changes and weak noise have no structure", () => {
  const slope = Uint8Array.from({ length: rows * columns }, (_, at) => (at % columns) / 2);
  for (const smooth of [picture({}), picture({ noise: 12 }), { rows, columns, samples: slope }]) {
    assert.equal(structured(smooth).within(whole), undefined);
  }
});

Deno.test("letters of eight pixels with a contrast of 40 have, with a margin, at any place", () => {
  for (const [left, top] of [[100, 100], [0, 0], [391, 292], [107, 205], [63, 15]] as const) {
    for (const by of [40, -40]) {
      const part = structured(picture({ noise: 6, strokes: [[left, top]], by })).within(whole);
      assert.ok(part, `${left},${top}`);
      assert.ok(part.left <= Math.max(0, left - 8) && part.top <= Math.max(0, top - 8));
      assert.ok(part.right >= Math.min(columns, left + 17) && part.right - part.left < 80);
      assert.ok(part.bottom >= Math.min(rows, top + 16) && part.bottom <= rows);
    }
  }
});

Deno.test("letters whose colour is as bright as the background have structure, too", () => {
  const colours = (at: number): Colour => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const isLetter = row >= 50 && row < 58 && column >= 60 && column < 80 && column % 4 === 0;
    return isLetter ? [200, 100, 60] : [140, 100, 200];
  };
  const samples = Uint8Array.from(
    { length: rows * columns * 3 },
    (_, at) => colours(Math.floor(at / 3))[at % 3] ?? 0,
  );
  assert.ok(structured({ rows, columns, samples }).within(whole));
});

Deno.test("the structure of a part is searched for within that part", () => {
  const structure = structured(picture({ strokes: [[20, 20], [300, 200]] }));
  assert.equal(structure.within({ left: 100, top: 0, right: 250, bottom: 300 }), undefined);
  const part = structure.within({ left: 10, top: 10, right: 100, bottom: 100 });
  assert.deepEqual(part, { left: 10, top: 10, right: 48, bottom: 48 });
});

Deno.test("a picture is searched as a whole, or only the parts of tiles with structure", () => {
  const little = picture({ strokes: [[200, 100]] });
  assert.deepEqual(searchTiles(little, 1, defaultParameters), [whole]);
  const tilesOf = (searched: Picture, scale: number) =>
    searchTiles(searched, scale, { tileSize: 1280, overlap: 96 }, structured(searched));
  const [part, ...others] = tilesOf(little, 3);
  assert.ok(part && others.length === 0);
  assert.ok(part.left <= 576 && part.left > 500 && part.right >= 651 && part.right < 750);
  assert.ok(part.top <= 276 && part.bottom >= 348);
  assert.deepEqual(tilesOf(picture({}), 3), []);
});

Deno.test("a picture with structure everywhere is searched as a whole", () => {
  const noise = picture({ noise: 120 });
  const tiles = searchTiles(noise, 3, defaultParameters, structured(noise));
  assert.equal(Math.min(...tiles.map(({ left }) => left)), 0);
  assert.equal(Math.max(...tiles.map(({ right }) => right)), columns * 3);
  assert.equal(Math.max(...tiles.map(({ bottom }) => bottom)), rows * 3);
});
