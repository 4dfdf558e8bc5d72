import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { framesOf } from "../../../src/pixels/frames/frames_of.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { ascii, encodeFile, plainEncodings } from "../../support/dicom/encode_data_set.ts";
import { type NativeImage, nativeImage, us } from "../../support/dicom/native_image.ts";
import { tempDir } from "../../support/temp_dir.ts";

const size = { rows: 5, columns: 3, frames: 3 };
const count = size.rows * size.columns * size.frames;
const text = "FORMAT dicom\n%filter graylist\nLABEL known\n  present Rows\n  coordinates 1,1,3,4";
const { recipes } = recipesOf({ file: "site.dicom", text });

function isRedacted(at: number): boolean {
  const [column, row] = [at % 3, Math.floor(at / 3) % 5];
  return column >= 1 && row >= 1 && row < 4;
}

/** The samples of the output, as 16-bit words or bytes. */
async function redacted(bytes: Uint8Array): Promise<number[]> {
  using directory = tempDir();
  const { path } = directory;
  Deno.writeFileSync(`${path}/x`, bytes);
  const task = { folder: path, staged: `${path}/out`, code: "B-1", files: [] };
  const entry = { number: 1, path: "x", isFile: true };
  const outcome = await processImage(task, entry, { ...imageTools(), recipes });
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  using file = Deno.openSync(`${path}/out/${outcome.row.path}`);
  const header = readHeader(file);
  const frames = framesOf({ header, facts: imageFacts(header) }, () => new Uint8Array(0));
  return Array.from(
    frames,
    ({ samples, shape }) =>
      shape.bytesPerSample === 1 ? [...samples] : [...new Uint16Array(samples.slice().buffer)],
  ).flat();
}

const samples = Array.from({ length: count }, (_, at) => 100 + at);
const expected = samples.map((sample, at) => isRedacted(at) ? 0 : sample);

Deno.test("big endian pixel data of GE are turned, redacted and proved", async () => {
  const { implicit } = plainEncodings;
  assert.ok(implicit);
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", "1.2.3"),
    ascii(0x00100020, "LO", "P1"),
    us(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    ascii(0x00280008, "IS", "3"),
    us(0x00280010, size.rows),
    us(0x00280011, size.columns),
    us(0x00280100, 16),
    us(0x00280101, 16),
    us(0x00280102, 15),
    us(0x00280103, 0),
    {
      tag: 0x7fe00010,
      vr: "OW",
      value: Uint8Array.from(samples.flatMap((sample) => [sample >> 8, sample & 0xff])),
    },
  ];
  const encoding = { ...implicit, transferSyntaxUID: "1.2.840.113619.5.2" };
  assert.deepEqual(await redacted(encodeFile(elements, encoding)), expected);
});

Deno.test("an overlay in unused bits is removed from a redacted image", async () => {
  const overlay = [us(0x60000100, 16), us(0x60000102, 12)];
  const image: NativeImage = { ...size, bits: 16, stored: 12, more: overlay };
  const words = samples.map((sample, at) => at % 2 === 0 ? sample | 0x1000 : sample);
  const pixels = new Uint8Array(Uint16Array.from(words).buffer);
  assert.deepEqual(await redacted(nativeImage(image, pixels)), expected);
});

Deno.test("pixel data of an odd number of bytes are redacted", async () => {
  for (const vr of ["OB", "OW"] as const) {
    const image: NativeImage = { ...size, bits: 8, vr };
    assert.deepEqual(await redacted(nativeImage(image, Uint8Array.from(samples))), expected);
  }
});

Deno.test("stored bits can be the highest bits of a word", async () => {
  const overlay = [us(0x60000100, 16), us(0x60000102, 0)];
  const image: NativeImage = { ...size, bits: 16, stored: 12, highBit: 15, more: overlay };
  const words = samples.map((sample) => sample << 4 | 1);
  const bytes = nativeImage(image, new Uint8Array(Uint16Array.from(words).buffer));
  assert.deepEqual(
    await redacted(bytes),
    expected.map((sample) => sample << 4),
  );
});
