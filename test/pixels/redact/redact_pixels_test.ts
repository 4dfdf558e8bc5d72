import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
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

const ignore = missingTools("dcmdump", "dcmcjpeg");
const [rows, columns, frames] = [7, 5, 3];

interface Kind {
  readonly colours: string;
  readonly bits: number;
  readonly stored?: number;
  readonly samples?: number;
  readonly isPlanar?: boolean;
  readonly isSigned?: boolean;
  readonly encoding?: keyof typeof plainEncodings;
  /** Of each sample of a pixel. */
  readonly blank: readonly number[];
}

const kinds: Readonly<Record<string, Kind>> = {
  "8 bits": { colours: "MONOCHROME2", bits: 8, blank: [0] },
  "16 bits": { colours: "MONOCHROME2", bits: 16, stored: 12, blank: [0] },
  "16 bits signed": { colours: "MONOCHROME2", bits: 16, isSigned: true, blank: [0] },
  "32 bits": { colours: "MONOCHROME2", bits: 32, blank: [0] },
  "MONOCHROME1": { colours: "MONOCHROME1", bits: 16, stored: 12, blank: [4095] },
  "MONOCHROME1 signed": {
    colours: "MONOCHROME1",
    bits: 16,
    stored: 12,
    isSigned: true,
    blank: [2047],
  },
  "MONOCHROME1 of 8 bits": { colours: "MONOCHROME1", bits: 8, blank: [255] },
  "PALETTE COLOR": { colours: "PALETTE COLOR", bits: 8, blank: [0] },
  "RGB interleaved": { colours: "RGB", bits: 8, samples: 3, blank: [0, 0, 0] },
  "RGB planar": { colours: "RGB", bits: 8, samples: 3, isPlanar: true, blank: [0, 0, 0] },
  "YBR_FULL": { colours: "YBR_FULL", bits: 8, samples: 3, blank: [0, 128, 128] },
  "YBR_FULL planar": {
    colours: "YBR_FULL",
    bits: 8,
    samples: 3,
    isPlanar: true,
    blank: [0, 128, 128],
  },
  "implicit": { colours: "MONOCHROME1", bits: 16, encoding: "implicit", blank: [65535] },
  "deflated": { colours: "MONOCHROME1", bits: 16, encoding: "deflated", blank: [65535] },
  "big endian, 16 bits": {
    colours: "MONOCHROME1",
    bits: 16,
    stored: 12,
    encoding: "bigEndian",
    blank: [4095],
  },
  "big endian, 8 bits in words": {
    colours: "YBR_FULL",
    bits: 8,
    samples: 3,
    encoding: "bigEndian",
    blank: [0, 128, 128],
  },
};

function us(tag: number, value: number): PlainElement {
  return { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) };
}

function imageOf(kind: Kind): Uint8Array {
  const { bits, stored = bits, samples = 1 } = kind;
  const encoding = plainEncodings[kind.encoding ?? "explicit"];
  assert.ok(encoding);
  const random = randomNumbers(bits + samples);
  const size = rows * columns * frames * samples * (bits / 8);
  const pixels = Uint8Array.from({ length: size }, () => 1 + random(127));
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.3.1"),
    ascii(0x00080018, "UI", "1.2.3"),
    ascii(0x00080060, "CS", "US"),
    us(0x00280002, samples),
    ascii(0x00280004, "CS", kind.colours),
    ...(samples > 1 ? [us(0x00280006, kind.isPlanar ? 1 : 0)] : []),
    ascii(0x00280008, "IS", String(frames)),
    us(0x00280010, rows),
    us(0x00280011, columns),
    us(0x00280100, bits),
    us(0x00280101, stored),
    us(0x00280102, stored - 1),
    us(0x00280103, kind.isSigned ? 1 : 0),
    { tag: 0x7fe00010, vr: "OW", value: pixels },
  ];
  return encodeFile(elements, encoding);
}

async function screened(
  directory: string,
  bytes: Uint8Array,
  coordinates: readonly string[],
  bufferSize: number,
): Promise<ImageOutcome> {
  Deno.writeFileSync(`${directory}/x`, bytes);
  const text = ["FORMAT dicom", "%filter graylist", "LABEL known", ...coordinates].join("\n");
  const { recipes } = recipesOf({ file: "site.dicom", text });
  const tools = { ...imageTools(), recipes, buffer: new Uint8Array(bufferSize) };
  const task = { folder: directory, staged: `${directory}/out`, code: "B-1", files: [] };
  return await processImage(task, { number: 1, path: "x", isFile: true }, tools);
}

/** The samples of a file as dcmdump writes them: little endian, as they lie otherwise. */
async function samplesOf(path: string, to: string, { bits }: Kind): Promise<number[]> {
  Deno.mkdirSync(to);
  await run("dcmdump", ["-q", "+W", to, path]);
  const [name = ""] = [...Deno.readDirSync(to)].map((entry) => entry.name);
  const raw = Buffer.from(Deno.readFileSync(`${to}/${name}`));
  const size = bits / 8;
  return Array.from({ length: Math.floor(raw.length / size) }, (_, at) => (
    raw.readUIntLE(at * size, size)
  ));
}

/** Column and row of a sample, and which of its pixel's it is. */
function placeOf(at: number, { samples = 1, isPlanar }: Kind): [number, number, number] {
  const pixel = isPlanar ? at % (rows * columns) : Math.floor(at / samples);
  const sample = isPlanar ? Math.floor(at / (rows * columns)) % samples : at % samples;
  return [pixel % columns, Math.floor(pixel / columns) % rows, sample];
}

const coordinates = ["coordinates 1,2,4,6", "keepcoordinates 2,3,3,4", "ctpcoordinates 0,6,2,90"];

function isBlank(column: number, row: number): boolean {
  const isKept = column === 2 && row === 3;
  return (column >= 1 && column < 4 && row >= 2 && row < 6 && !isKept) || (row === 6 && column < 2);
}

for (const [name, kind] of Object.entries(kinds)) {
  for (const bufferSize of [61, 1 << 20]) {
    Deno.test({
      name: `rectangles are blank in every frame and nothing else changes: ${name}, ${bufferSize}`,
      ignore,
      async fn() {
        using directory = tempDir();
        const outcome = await screened(directory.path, imageOf(kind), coordinates, bufferSize);
        assert.ok(outcome.kind === "image", JSON.stringify(outcome));
        const output = `${directory.path}/out/${outcome.row.path}`;
        const before = await samplesOf(`${directory.path}/x`, `${directory.path}/before`, kind);
        const after = await samplesOf(output, `${directory.path}/after`, kind);
        const count = rows * columns * frames * (kind.samples ?? 1);
        const expected = before.slice(0, count).map((value, at) => {
          const [column, row, sample] = placeOf(at, kind);
          return isBlank(column, row) ? kind.blank[sample] : value;
        });
        assert.deepEqual(after.slice(0, count), expected);
        assert.deepEqual(outcome.row.screening, {
          verdict: "blank",
          group: "graylist",
          rule: "known",
          rectangles: ["1,2,4,6", "keep 2,3,3,4", "0,6,2,7"],
        });
        const header = JSON.parse(outcome.row.header);
        assert.deepEqual(header["00280301"].Value, ["NO"]);
        const codes = header["00120064"].Value.map((item: Record<string, { Value: string[] }>) =>
          item["00080100"]?.Value[0]
        );
        assert.ok(codes.includes("113101"), "Clean Pixel Data Option");
      },
    });
  }
}

Deno.test("an ultrasound image keeps its regions and loses all else", async () => {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const ul = (tag: number, value: number): PlainElement => (
    { tag, vr: "UL", value: Uint8Array.of(value, 0, 0, 0) }
  );
  const region = [ul(0x00186018, 1), ul(0x0018601a, 2), ul(0x0018601c, 4), ul(0x0018601e, 6)];
  const pixels = new Uint8Array(rows * columns).fill(9);
  const elements = [
    ascii(0x00080018, "UI", "1.2.3"),
    { tag: 0x00186011, vr: "SQ", value: [region] },
    us(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    us(0x00280010, rows),
    us(0x00280011, columns),
    us(0x00280100, 8),
    us(0x00280101, 8),
    us(0x00280103, 0),
    { tag: 0x7fe00010, vr: "OB", value: pixels },
  ];
  const rules = ["coordinates all", "LABEL regions", "present SequenceOfUltrasoundRegions"];
  const bytes = encodeFile(elements, explicit);
  const outcome = await screened(
    directory.path,
    bytes,
    [...rules, "keepcoordinates from:SequenceOfUltrasoundRegions"],
    1 << 20,
  );
  assert.ok(outcome.kind === "image");
  const output = Deno.readFileSync(`${directory.path}/out/${outcome.row.path}`);
  const kept = output.subarray(output.length - 36, output.length - 1);
  assert.equal(kept.filter((value) => value === 9).length, 3 * 4);
  assert.equal(kept.filter((value) => value === 0).length, rows * columns - 12);
});

const uncleanable: Readonly<Record<string, (directory: string) => Promise<Uint8Array>>> = {
  "compressed pixel data": async (directory) => {
    Deno.writeFileSync(
      `${directory}/native`,
      imageOf({ colours: "MONOCHROME2", bits: 8, blank: [] }),
    );
    await run("dcmcjpeg", [`${directory}/native`, `${directory}/jpeg`]);
    return Deno.readFileSync(`${directory}/jpeg`);
  },
  "unknown colours": () =>
    Promise.resolve(imageOf({ colours: "YBR_FULL_422", bits: 8, samples: 3, blank: [] })),
  "samples of 64 bits": () =>
    Promise.resolve(imageOf({ colours: "MONOCHROME2", bits: 64, blank: [] })),
  "no pixel data": () => Promise.resolve(withoutPixels()),
};

function withoutPixels(): Uint8Array {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return encodeFile([ascii(0x00080018, "UI", "1.2.3")], explicit);
}

for (const [name, make] of Object.entries(uncleanable)) {
  Deno.test({
    name: `what is to be blanked and cannot be is held back: ${name}`,
    ignore,
    async fn() {
      using directory = tempDir();
      const bytes = await make(directory.path);
      const outcome = await screened(directory.path, bytes, ["coordinates 0,0,9,9"], 1 << 20);
      assert.ok(outcome.kind === "skipped");
      assert.equal(outcome.skipped.code, "HELD_BACK");
      assert.match(outcome.skipped.reason, /^the rule requires pixels to be redacted, but /);
    },
  });
}

Deno.test("a rule whose rectangles lie outside of the image holds it back", async () => {
  using directory = tempDir();
  const bytes = imageOf({ colours: "MONOCHROME2", bits: 8, blank: [] });
  const outcome = await screened(directory.path, bytes, ["coordinates 50,50,90,90"], 1 << 20);
  assert.ok(outcome.kind === "skipped");
  assert.match(outcome.skipped.reason, /rectangles lie outside/);
});
