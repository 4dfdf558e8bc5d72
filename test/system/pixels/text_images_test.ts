import assert from "node:assert/strict";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { openTextDetector } from "../../../src/pixels/text/text_detector.ts";
import { amount, figure } from "../../support/figures.ts";
import { tempDir } from "../../support/temp_dir.ts";
import {
  countFound,
  type FoundCounts,
  foundFrom,
  nothingCounted,
} from "../../support/text_images/count_found.ts";
import { drawImages, drawingTools } from "../../support/text_images/drawn_images.ts";
import { missingTools } from "../../support/tools.ts";

/** 4,000 with `deno task test:pixels`; half of them have text. */
const count = amount("TEXT_IMAGES", 16);
const drawnAtOnce = 100;
/** The goal is 1 % of the images without text; 1 of 36 was measured (docs/screening.md). */
const mostFalse = 0.05;

/** The fonts and textures with which the detector was tuned, and the others. */
async function search(): Promise<{ tuned: FoundCounts; others: FoundCounts }> {
  await using detector = await openTextDetector();
  const tools = { detector, codecs: new CodecHolder(codecsPath()) };
  const [tuned, others] = [nothingCounted(), nothingCounted()];
  for (let from = 0; from < count; from += drawnAtOnce) {
    using folder = tempDir();
    const length = Math.min(drawnAtOnce, count - from);
    const numbers = Array.from({ length }, (_, at) => from + at);
    for (const image of await drawImages(folder.path, 1, numbers)) {
      await countFound(image.isTuning ? tuned : others, image, tools);
    }
  }
  return { tuned, others };
}

/** `mostMissed` is a share. */
function checkFound(counts: FoundCounts, leastContrast: number, mostMissed: number): void {
  const [found, drawn] = foundFrom(leastContrast, counts);
  assert.ok(drawn > 0);
  assert.ok(drawn - found <= mostMissed * drawn, JSON.stringify(counts));
}

Deno.test({
  name: `text is found in drawn images, and none in images without it: ${count} images`,
  ignore: missingTools(...drawingTools),
  sanitizeResources: false, // the runtime of the detector keeps a message port
  async fn() {
    const { tuned, others } = await search();
    figure("text found, fonts and textures of the tuning", JSON.stringify(tuned));
    figure("text found, other fonts and textures", JSON.stringify(others));
    for (const counts of [tuned, others]) {
      checkFound(counts, 60, 0.005);
      checkFound(counts, 40, 0.03);
      assert.deepEqual(counts.released, []);
      const { falselyFound, imagesWithoutText } = counts;
      assert.ok(falselyFound.length <= mostFalse * imagesWithoutText, JSON.stringify(counts));
    }
  },
});
