import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";
import type { RedactionCosts } from "../../support/dicom/redact_and_measure.ts";
import { amount, figure } from "../../support/figures.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { run } from "../../support/tools.ts";

const [rows, columns] = [1024, 1024];
/** Of a megabyte each; 2048 with `deno task test:pixels`. */
const frames = amount("LARGE_FRAMES", 192);
const mostMegabytes = 400;
const script = fileURLToPath(new URL("../../support/dicom/redact_and_measure.ts", import.meta.url));

/** A native image whose pixel data are a hole on the disk, except for the last byte. */
function writeImage(path: string): void {
  const size = rows * columns * frames;
  const image = nativeImage({ rows, columns, frames, bits: 8, vr: "OB" }, new Uint8Array(0));
  new DataView(image.buffer, image.byteOffset + image.length - 4).setUint32(0, size, true);
  using file = Deno.openSync(path, { create: true, write: true });
  file.writeSync(image);
  file.seekSync(image.length + size - 1, Deno.SeekMode.Start);
  file.writeSync(Uint8Array.of(77));
}

Deno.test(`a native image of ${frames} MB is redacted with less than ${mostMegabytes} MB of memory`, async () => {
  using directory = tempDir();
  const { path } = directory;
  writeImage(`${path}/x`);
  const args = ["run", "-A", "--quiet", script, path];
  const costs: RedactionCosts = JSON.parse(await run(Deno.execPath(), args));
  assert.equal(costs.outcome, "image");
  using file = Deno.openSync(`${path}/out/${costs.path}`);
  const pixels = readHeader(file).find(0x7fe00010);
  assert.equal((pixels?.valueEnd ?? 0) - (pixels?.valueStart ?? 0), rows * columns * frames);
  file.seekSync(-1, Deno.SeekMode.End);
  const last = new Uint8Array(1);
  file.readSync(last);
  assert.deepEqual(last, Uint8Array.of(77), "the last byte of the pixel data arrived");
  figure(`redaction of ${frames} MB: memory, MB`, costs.peakMegabytes);
  assert.ok(costs.peakMegabytes < mostMegabytes, `${costs.peakMegabytes} MB`);
});
