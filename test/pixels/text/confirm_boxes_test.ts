import assert from "node:assert/strict";
import type { ScoredBox } from "../../../src/pixels/text/boxes_of_map.ts";
import { confirmBoxes } from "../../../src/pixels/text/confirm_boxes.ts";

const box = (left: number, top: number, right: number, bottom: number, score = 0.8) => ({
  left,
  top,
  right,
  bottom,
  score,
  filled: 0.9,
});
const word = box(10, 10, 60, 20, 0.9);

/** Only `readable` can be read. */
async function confirmed(readable: ScoredBox, ...others: readonly ScoredBox[]) {
  const read: ScoredBox[] = [];
  const all = await confirmBoxes([others, readable].flat(), (candidate) => {
    read.push(candidate);
    return Promise.resolve(candidate === readable);
  });
  return { boxes: all.filter((one) => one !== readable), read: read.length };
}

Deno.test("a candidate that cannot be read is no text", async () => {
  const far = box(200, 200, 250, 220);
  assert.deepEqual(await confirmed(word, far), { boxes: [], read: 2 });
});

Deno.test("the same text at another scale is not read again", async () => {
  const again = box(9, 9, 61, 21);
  assert.deepEqual(await confirmed(word, again), { boxes: [again], read: 1 });
});

Deno.test("parts of a text that was read belong to it, whichever was read first", async () => {
  const part = box(40, 11, 70, 19, 0.95);
  assert.deepEqual(await confirmed(word, part), { boxes: [part], read: 2 });
});

Deno.test("a letter behind a word belongs to it, and one behind that letter", async () => {
  const letters = [box(76, 11, 82, 20), box(66, 11, 72, 20)];
  const { boxes } = await confirmed(word, ...letters);
  assert.deepEqual(new Set(boxes), new Set(letters));
});

Deno.test("a letter below the next one of a column belongs to it", async () => {
  const below = box(10, 22, 20, 32);
  const { boxes } = await confirmed(box(10, 10, 20, 20, 0.9), below);
  assert.deepEqual(boxes, [below]);
});

Deno.test("what is on another line, far behind or much higher is refused", async () => {
  const others = [box(10, 40, 60, 50), box(90, 10, 99, 20), box(61, 0, 160, 40)];
  assert.deepEqual((await confirmed(word, ...others)).boxes, []);
});

Deno.test("a large area around a text is not confirmed by it", async () => {
  assert.deepEqual((await confirmed(word, box(0, 0, 300, 300))).boxes, []);
});
