import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import type { ImageOutcome } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const [rows, columns, frames] = [7, 5, 3];

interface Pixels {
  readonly bits: 8 | 16;
  readonly stored: number;
  readonly high: number;
  readonly encoding?: keyof typeof plainEncodings;
}

function us(tag: number, value: number): PlainElement {
  return { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) };
}

/** An image with an overlay plane in each of these bits, in groups 6000, 6002, … */
function imageOf(
  { bits, stored, high, encoding = "explicit" }: Pixels,
  positions: readonly number[],
  overlay: readonly PlainElement[] = [],
): Uint8Array {
  const how = plainEncodings[encoding];
  assert.ok(how);
  const random = randomNumbers(bits + stored);
  const size = rows * columns * frames * (bits / 8);
  return encodeFile([
    ascii(0x00080018, "UI", "1.2.3"),
    us(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    ascii(0x00280008, "IS", String(frames)),
    us(0x00280010, rows),
    us(0x00280011, columns),
    us(0x00280100, bits),
    us(0x00280101, stored),
    us(0x00280102, high),
    us(0x00280103, 0),
    ...positions.flatMap((position, at) => [
      us(0x60000010 + at * 0x20000, rows),
      us(0x60000011 + at * 0x20000, columns),
      us(0x60000100 + at * 0x20000, bits),
      us(0x60000102 + at * 0x20000, position),
    ]),
    ...overlay,
    {
      tag: 0x7fe00010,
      vr: "OW",
      value: Uint8Array.from({ length: size + size % 2 }, () => random(256)),
    },
  ], how);
}

async function processed(
  directory: string,
  bytes: Uint8Array,
  { recipe = "", bufferSize = 61 } = {},
): Promise<ImageOutcome> {
  Deno.writeFileSync(`${directory}/x`, bytes);
  const { recipes, rules } = recipesOf({ file: "site.dicom", text: `FORMAT dicom\n${recipe}` });
  const tools = { ...imageTools(), recipes, rules, buffer: new Uint8Array(bufferSize) };
  const task = { folder: directory, staged: `${directory}/out`, code: "B-1", files: [] };
  return await processImage(task, { number: 1, path: "x", isFile: true }, tools);
}

/** The samples of a file, as dicom-parser finds them. */
function samplesOf(path: string, { bits, encoding }: Pixels): number[] {
  const bytes = Deno.readFileSync(path);
  const { dataOffset = 0 } = dicomParser.parseDicom(bytes).elements["x7fe00010"] ?? {};
  const view = new DataView(bytes.buffer, dataOffset);
  return Array.from({ length: rows * columns * frames }, (_, at) => (
    bits === 8
      ? view.getUint8(at ^ (encoding === "bigEndian" ? 1 : 0))
      : view.getUint16(at * 2, encoding !== "bigEndian")
  ));
}

const cases: Readonly<Record<string, Pixels & { positions: readonly number[]; kept: number }>> = {
  "above 12 bits": { bits: 16, stored: 12, high: 11, positions: [12, 15], kept: 0x6fff },
  "below 12 bits": { bits: 16, stored: 12, high: 15, positions: [0, 3], kept: 0xfff6 },
  "above 7 bits": { bits: 8, stored: 7, high: 6, positions: [7], kept: 0x7f },
  "big endian": {
    bits: 16,
    stored: 12,
    high: 11,
    encoding: "bigEndian",
    positions: [12],
    kept: 0xefff,
  },
  "among the used bits, where samples are": {
    bits: 16,
    stored: 12,
    high: 11,
    positions: [3],
    kept: 0xffff,
  },
};

for (const [name, { positions, kept, ...pixels }] of Object.entries(cases)) {
  for (const bufferSize of [61, 1 << 20]) {
    Deno.test(`overlay bits are cleared, and no others: ${name}, ${bufferSize}`, async () => {
      using directory = tempDir();
      const outcome = await processed(directory.path, imageOf(pixels, positions), { bufferSize });
      assert.ok(outcome.kind === "image", JSON.stringify(outcome));
      const before = samplesOf(`${directory.path}/x`, pixels);
      const after = samplesOf(`${directory.path}/out/${outcome.row.path}`, pixels);
      assert.deepEqual(after, before.map((sample) => sample & kept));
      assert.ok(!outcome.row.header.includes('"6000'), "no overlay is described");
    });
  }
}

const embedded: Readonly<Record<string, readonly PlainElement[]>> = {
  "empty overlay data": [us(0x60000102, 12), {
    tag: 0x60003000,
    vr: "OW",
    value: new Uint8Array(0),
  }],
  "a position in text": [ascii(0x60000102, "IS", "12")],
  "no position at all": [us(0x60000100, 16)],
};

for (const [name, elements] of Object.entries(embedded)) {
  Deno.test(`overlay bits are cleared whatever is said of them: ${name}`, async () => {
    using directory = tempDir();
    const pixels: Pixels = { bits: 16, stored: 12, high: 11 };
    const outcome = await processed(directory.path, imageOf(pixels, [], elements));
    assert.ok(outcome.kind === "image", JSON.stringify(outcome));
    const after = samplesOf(`${directory.path}/out/${outcome.row.path}`, pixels);
    const before = samplesOf(`${directory.path}/x`, pixels);
    const bit = 1 << 12;
    assert.deepEqual(after.map((sample) => sample & bit), before.map(() => 0));
    assert.deepEqual(after.map((sample) => sample & 0xfff), before.map((sample) => sample & 0xfff));
    assert.ok(!outcome.row.header.includes('"6000'), "no overlay is described");
  });
}

Deno.test("an overlay in compressed pixel data keeps its image back", {
  ignore: missingTools("dcmcrle"),
}, async () => {
  using directory = tempDir();
  const image = imageOf({ bits: 16, stored: 12, high: 11 }, [12]);
  Deno.writeFileSync(`${directory.path}/native`, image);
  await run("dcmcrle", [`${directory.path}/native`, `${directory.path}/rle`]);
  const outcome = await processed(directory.path, Deno.readFileSync(`${directory.path}/rle`));
  assert.ok(outcome.kind === "skipped");
  assert.equal(outcome.skipped.code, "OVERLAY_IN_PIXELS");
  assert.match(outcome.skipped.reason, /its pixel data are compressed/);
});

Deno.test("an overlay of its own element keeps no compressed image back", {
  ignore: missingTools("dcmcrle"),
}, async () => {
  using directory = tempDir();
  const data = new TextEncoder().encode("JANE DOE");
  const overlay = [
    us(0x60000010, rows),
    us(0x60000011, columns),
    us(0x60000100, 1),
    us(0x60000102, 0),
    { tag: 0x60003000, vr: "OW", value: data },
  ];
  const native = imageOf({ bits: 16, stored: 12, high: 11 }, [], overlay);
  Deno.writeFileSync(`${directory.path}/native`, native);
  await run("dcmcrle", [`${directory.path}/native`, `${directory.path}/rle`]);
  const outcome = await processed(directory.path, Deno.readFileSync(`${directory.path}/rle`));
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  const output = Deno.readFileSync(`${directory.path}/out/${outcome.row.path}`);
  assert.ok(!new TextDecoder("latin1").decode(output).includes("JANE"));
});

Deno.test("an overlay that a recipe keeps stays in its bits", async () => {
  using directory = tempDir();
  const pixels: Pixels = { bits: 16, stored: 12, high: 11 };
  const recipe = "%header\nKEEP 60000102";
  const outcome = await processed(directory.path, imageOf(pixels, [12]), { recipe });
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  const after = samplesOf(`${directory.path}/out/${outcome.row.path}`, pixels);
  assert.deepEqual(after, samplesOf(`${directory.path}/x`, pixels));
});
