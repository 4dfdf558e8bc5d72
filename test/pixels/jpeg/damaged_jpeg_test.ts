import assert from "node:assert/strict";
import { processDamaged } from "../../support/dicom/damaged_jpeg.ts";
import { jpegTools } from "../../support/dicom/jpeg_images.ts";
import { missingTools } from "../../support/tools.ts";

Deno.test({
  name: "300 damaged JPEG streams end with a code, in bounded time",
  ignore: missingTools(...jpegTools),
  fn: async () => {
    const { codes: { HELD_BACK: held = 0, image = 0, ...others } } = await processDamaged(300);
    assert.deepEqual(others, {});
    assert.ok(held > 100 && held + image === 300);
  },
});
