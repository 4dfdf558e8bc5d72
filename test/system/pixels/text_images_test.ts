import assert from "node:assert/strict";
import { amount, figure } from "../../support/figures.ts";
import { type FoundCounts, foundFrom } from "../../support/text_images/count_found.ts";
import { drawingTools } from "../../support/text_images/drawn_images.ts";
import { searchImages } from "../../support/text_images/search_images.ts";
import { missingTools } from "../../support/tools.ts";

/** 5 % of the 4,000 of `deno task test:pixels`; half of them have text. */
const count = amount("TEXT_IMAGES", 200);

/** The goals: shares of the texts that are missed, and of the images without text with a box. */
const mostMissed = { from60: 0.005, from40: 0.03 };
const mostFalse = 0.01;

function checkFound(counts: FoundCounts, leastContrast: number, most: number): void {
  const [found, drawn] = foundFrom(leastContrast, counts);
  assert.ok(drawn > 0);
  assert.ok(drawn - found <= Math.ceil(most * drawn), JSON.stringify(counts));
}

Deno.test({
  name: `text is found in drawn images, and none in images without it: ${count} images`,
  ignore: missingTools(...drawingTools),
  sanitizeResources: false, // the runtime of the detector keeps a message port
  async fn() {
    const { tuned, others } = await searchImages(
      1,
      Array.from({ length: count }, (_, number) => number),
    );
    figure("text found, fonts and textures of the tuning", JSON.stringify(tuned));
    figure("text found, other fonts and textures", JSON.stringify(others));
    assert.deepEqual([tuned.released, others.released], [[], []]);
    for (const counts of [tuned, others]) {
      checkFound(counts, 60, mostMissed.from60);
      checkFound(counts, 40, mostMissed.from40);
      const { falselyFound, imagesWithoutText } = counts;
      const most = Math.ceil(mostFalse * imagesWithoutText);
      assert.ok(falselyFound.length <= most, JSON.stringify(counts));
    }
  },
});

/** Images of seed 1 with small Japanese names: katakana, which it does not know, and kanji. */
const unreadable = [66, 1320, 1426, 1724];

Deno.test({
  name: "names that the recogniser cannot read are found",
  ignore: missingTools(...drawingTools),
  sanitizeResources: false,
  async fn() {
    const { tuned, others } = await searchImages(1, unreadable);
    assert.deepEqual([tuned.missed, others.missed], [[], []]);
    assert.deepEqual([tuned.images, others.images], [1, 3]);
  },
});
