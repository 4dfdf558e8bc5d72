import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ascii, encodeFile, plainEncodings } from "../support/encode_data_set.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

const script = fileURLToPath(new URL("../support/deidentify_and_weigh.ts", import.meta.url));
const frame = 1 << 20;

/** A multi-frame image whose pixel data are a hole of the file system, but for its last byte. */
function writeMultiFrame(path: string, frames: number): void {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.2"),
    ascii(0x00080018, "UI", "1.2.3"),
    ascii(0x00100010, "PN", "DOE^JANE"),
    ascii(0x00280008, "IS", String(frames)),
    { tag: 0x7fe00010, vr: "OB", value: new Uint8Array(0) },
  ];
  const header = encodeFile(elements, explicit);
  new DataView(header.buffer, header.byteOffset + header.length - 4).setUint32(
    0,
    frames * frame,
    true,
  );
  using file = Deno.openSync(path, { create: true, write: true });
  file.writeSync(header);
  file.seekSync(header.length + frames * frame - 1, Deno.SeekMode.Start);
  file.writeSync(Uint8Array.of(77));
}

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
