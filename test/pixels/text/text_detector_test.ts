import assert from "node:assert/strict";
import { cutOut } from "../../../src/pixels/text/cut_out.ts";
import type { Box, Picture } from "../../../src/pixels/text/picture.ts";
import { openTextDetector } from "../../../src/pixels/text/text_detector.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { drawWords } from "../../support/text_images/draw_letters.ts";

const [rows, columns] = [96, 200];
const whole = { left: 0, top: 0, right: columns, bottom: rows };
const words = "MILLER JOHN";
/** Where the words are drawn. */
const wordsBox = { left: 30, top: 40, right: 160, bottom: 54 };

/** Grey with noise. */
function tissue(): Picture {
  const random = randomNumbers(7);
  return {
    rows,
    columns,
    samples: Uint8Array.from({ length: rows * columns }, () => 70 + random(12)),
  };
}

function withWords(contrast: number): Picture {
  const picture = tissue();
  drawWords(picture, words, [wordsBox.left, wordsBox.top], 76 + contrast);
  return picture;
}

function contains(outer: Box, inner: Box): boolean {
  return outer.left <= inner.left && outer.top <= inner.top &&
    outer.right >= inner.right && outer.bottom >= inner.bottom;
}

/** The runtime of the detector keeps a message port, which would count as a leak of a test. */
const detector = await openTextDetector();
Deno.test.afterAll(async () => await detector[Symbol.asyncDispose]());

Deno.test("one box covers words, also with little contrast, dark or turned", async () => {
  for (const contrast of [150, 40, -60]) {
    const [box, ...others] = await detector.find(withWords(contrast));
    assert.deepEqual(others, []);
    assert.ok(box && contains(box, wordsBox), `${contrast}: ${JSON.stringify(box)}`);
    assert.ok(box.bottom - box.top < 40, `${contrast}: ${JSON.stringify(box)}`);
  }
  for (const quarters of [1, 2, 3] as const) {
    const found = await detector.find(cutOut(withWords(150), whole, quarters));
    assert.equal(found.length, 1, String(quarters));
  }
});

Deno.test("colours are searched too", async () => {
  const { samples } = withWords(120);
  const colours = Array.from(samples).flatMap((level) => [level, 70, 70]);
  assert.equal(
    (await detector.find({ rows, columns, samples: Uint8Array.from(colours) })).length,
    1,
  );
});

Deno.test("tissue, a ruler and a frame are no text", async () => {
  const picture = tissue();
  for (let column = 20; column < 180; column += 8) {
    for (let row = 80; row < (column % 40 === 20 ? 90 : 86); row++) {
      picture.samples[row * columns + column] = 200;
    }
  }
  for (let column = 40; column < 120; column++) {
    picture.samples[20 * columns + column] = picture.samples[60 * columns + column] = 200;
  }
  assert.deepEqual(await detector.find(picture), []);
});

Deno.test("a picture is searched only where another one has structure", async () => {
  const where = { rows, columns, samples: new Uint8Array(rows * columns) };
  assert.deepEqual(await detector.find(withWords(150), { where }), []);
  drawWords(where, words, [wordsBox.left, wordsBox.top], 9);
  const [box] = await detector.find(withWords(150), { where });
  assert.ok(box && contains(box, wordsBox), JSON.stringify(box));
});

Deno.test("each part is reported, and a picture of another size is refused", async () => {
  let parts = 0;
  await detector.find(withWords(150), { onPart: () => parts++ });
  assert.ok(parts >= 2);
  const call = detector.find({ rows, columns, samples: new Uint8Array(5) });
  await assert.rejects(call, RangeError);
});
