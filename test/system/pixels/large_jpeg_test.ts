import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { compressedImage } from "../../support/dicom/compressed_images.ts";
import {
  assertSameCoefficients,
  baseline,
  cjpeg,
  coefficientProgram,
  framesIn,
  jpegTools,
  netpbm,
  shapeOf,
} from "../../support/dicom/jpeg_images.ts";
import type { RedactionCosts } from "../../support/dicom/redact_and_measure.ts";
import { figure } from "../../support/figures.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const script = fileURLToPath(new URL("../../support/dicom/redact_and_measure.ts", import.meta.url));
const kind = { sampling: "2x2", options: [], rows: 768, columns: 1024, quality: 90 };
const fileSize = 600 << 20;
const mostMegabytes = 400;

/** A file with this frame again and again: it is written in parts, so that it needs no memory. */
function writeLarge(path: string, frame: Uint8Array): number {
  const shape = shapeOf(kind);
  const count = Math.ceil(fileSize / frame.length);
  const whole = compressedImage({ shape, frames: count }, baseline, [frame]);
  const tail = whole.length - 8 - frame.length - frame.length % 2 - 8;
  using file = Deno.openSync(path, { create: true, write: true });
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  };
  write(whole.subarray(0, tail));
  for (let left = count; left > 0; left--) write(whole.subarray(tail, whole.length - 8));
  write(whole.subarray(whole.length - 8));
  return count;
}

Deno.test({
  name: "a JPEG image of 600 MB in many frames is redacted with less than 400 MB of memory",
  ignore: missingTools(...jpegTools),
  fn: async () => {
    using directory = tempDir();
    const { path } = directory;
    const frame = await cjpeg(path, kind, netpbm(shapeOf(kind), 1));
    const count = writeLarge(`${path}/x`, frame);
    const { outcome, path: written, peakMegabytes, seconds }: RedactionCosts = JSON.parse(
      await run(Deno.execPath(), ["run", "-A", "--quiet", script, path]),
    );
    assert.equal(outcome, "image");
    assert.ok(peakMegabytes < mostMegabytes, `${peakMegabytes} MB`);
    figure("memory for a JPEG image of 600 MB", `${peakMegabytes} MB, ${count / seconds} frames/s`);
    const frames = framesIn(`${path}/out/${written}`);
    assert.equal(frames.length, count);
    const [first = frame, last = frame] = [frames[0], frames.at(-1)];
    assert.deepEqual(first, last);
    await assertSameCoefficients(await coefficientProgram(path), path, frame, last);
  },
});
