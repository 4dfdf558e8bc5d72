import assert from "node:assert/strict";
import { processDamaged } from "../support/dicom/damaged_jpeg.ts";
import { jpegTools } from "../support/dicom/jpeg_images.ts";
import { amount, figure } from "../support/figures.ts";
import { missingTools } from "../support/tools.ts";

/** More than any part needs; the others are proved although they are damaged. */
const count = amount("DAMAGED_JPEG_STREAMS", 10_000);

Deno.test({
  name: "damaged JPEG streams end with a code, in bounded time and memory",
  ignore: missingTools(...jpegTools),
  fn: async () => {
    const { codes, slowestMs, peakBytes } = await processDamaged(count);
    const { HELD_BACK: held = 0, image = 0, DAMAGED: unlike = 0, ...others } = codes;
    assert.deepEqual(others, {});
    assert.ok(held > count / 3, JSON.stringify(codes));
    assert.equal(held + image + unlike, count);
    figure("damaged JPEG streams", JSON.stringify({ ...codes, slowestMs, peakBytes }));
  },
});
