import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { writeMultiFrame } from "../support/dicom/multi_frame.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

const script = fileURLToPath(
  new URL("../support/deidentify/deidentify_and_weigh.ts", import.meta.url),
);
async function weigh(directory: string, frames: number): Promise<number> {
  const [source, destination] = [`${directory}/${frames}.dcm`, `${directory}/${frames}-out.dcm`];
  writeMultiFrame(source, frames);
  const peak = await run(Deno.execPath(), ["run", "-A", "--quiet", script, source, destination]);
  using file = Deno.openSync(destination);
  file.seekSync(-1, Deno.SeekMode.End);
  const last = new Uint8Array(1);
  file.readSync(last);
  assert.deepEqual(last, Uint8Array.of(77), "the last byte of the pixel data arrived");
  return Number(peak);
}

Deno.test("a file of a gigabyte passes through the window that one of eight megabytes needs", async () => {
  using directory = tempDir();
  const small = await weigh(directory.path, 8);
  const large = await weigh(directory.path, 1024);
  assert.ok(large - small < 24 << 20, `${large >> 20} MB against ${small >> 20} MB`);
});
