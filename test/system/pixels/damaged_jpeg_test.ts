import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { DamagedResults } from "../../support/dicom/damaged_jpeg.ts";
import { jpegTools } from "../../support/dicom/jpeg_images.ts";
import { amount, figure } from "../../support/figures.ts";
import { missingTools, run } from "../../support/tools.ts";

const script = fileURLToPath(new URL("../../support/dicom/damaged_jpeg.ts", import.meta.url));
/** Some can be decoded although they are damaged. */
const count = amount("DAMAGED", 1000);

Deno.test({
  name: "damaged JPEG streams end with a code, in bounded time and memory",
  ignore: missingTools(...jpegTools),
  fn: async () => {
    const args = ["run", "-A", "--quiet", script, String(count)];
    const { codes, slowestMs, peakBytes }: DamagedResults = JSON.parse(
      await run(Deno.execPath(), args),
    );
    assert.ok(peakBytes < 500 << 20, `${peakBytes >> 20} MB`);
    const { HELD_BACK: held = 0, image = 0, ...others } = codes;
    assert.deepEqual(others, {});
    assert.ok(held > count / 3, JSON.stringify(codes));
    assert.equal(held + image, count);
    figure("damaged JPEG streams", JSON.stringify({ ...codes, slowestMs, peakBytes }));
  },
});
