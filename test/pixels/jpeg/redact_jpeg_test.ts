import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { describeRedaction } from "../../../src/pipeline/image/describe_redaction.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import {
  screenAndRedact,
  type ScreenedImage,
} from "../../../src/pipeline/image/screen_and_redact.ts";
import { readJpeg } from "../../../src/pixels/jpeg/jpeg_stream.ts";
import { JpegRedactor } from "../../../src/pixels/jpeg/redact_jpeg.ts";
import { JpegVerifier } from "../../../src/pixels/jpeg/verify_jpeg.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { compressedImage } from "../../support/dicom/compressed_images.ts";
import {
  assertSameCoefficients,
  baseline,
  cjpeg,
  coefficientProgram,
  framesIn,
  type JpegKind,
  jpegTools,
  netpbm,
  shapeOf,
} from "../../support/dicom/jpeg_images.ts";
import { screened } from "../../support/dicom/redact_compressed.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools(...jpegTools, "djpeg");
const plain: JpegKind = { sampling: "grey", options: [], rows: 64, columns: 96, quality: 75 };

/** Redacts a frame by the areas of {@link screened}; the new frame, or why it is held back. */
async function redacted(
  path: string,
  shape: FrameShape,
  stream: Uint8Array,
): Promise<Uint8Array | string> {
  Deno.writeFileSync(`${path}/x`, compressedImage({ shape, frames: 1 }, baseline, [stream]));
  const outcome = await screened(path);
  if (outcome.kind !== "image") return `${outcome.skipped.code}: ${outcome.skipped.reason}`;
  const [frame = "no frame"] = framesIn(`${path}/out/${outcome.row.path}`);
  return frame;
}

/** Pixels as `djpeg` decodes them. */
async function pixelsOf(path: string, frame: Uint8Array): Promise<Uint8Array> {
  Deno.writeFileSync(`${path}/frame`, frame);
  await run("djpeg", ["-outfile", `${path}/pixels`, `${path}/frame`]);
  const bytes = Deno.readFileSync(`${path}/pixels`);
  return bytes.subarray(bytes.indexOf(10, bytes.indexOf(10, 3) + 1) + 1);
}

/** `cjpeg`'s options, PhotometricInterpretation, and the value of a redacted pixel. */
const blacks: Readonly<Record<string, readonly [Partial<JpegKind>, string, number]>> = {
  "grey": [{}, "MONOCHROME2", 0],
  "grey, rough": [{ quality: 12 }, "MONOCHROME2", 0],
  "grey, inverse": [{}, "MONOCHROME1", 255],
  "grey, inverse and rough": [{ quality: 12 }, "MONOCHROME1", 255],
  "grey, sampling factors of 2": [{ options: ["factors"] }, "MONOCHROME2", 0],
  "4:4:4": [{ sampling: "1x1" }, "YBR_FULL", 0],
  "4:2:2": [{ sampling: "2x1" }, "YBR_FULL_422", 0],
  "4:2:0": [{ sampling: "2x2" }, "YBR_FULL_422", 0],
  "4:2:2, called RGB": [{ sampling: "2x1" }, "RGB", 0],
  "JFIF, called RGB": [{ sampling: "1x1" }, "RGB", 0],
  "RGB": [{ sampling: "1x1", options: ["-rgb"] }, "RGB", 0],
};

for (const [name, [kind, colours, black]] of Object.entries(blacks)) {
  Deno.test({
    name: `redacted pixels of JPEG are black: ${name}`,
    ignore,
    fn: async () => {
      using directory = tempDir();
      const { path } = directory;
      const full = { ...plain, ...kind };
      const shape = { ...shapeOf(full), colours };
      const isChanged = full.options[0] === "factors"; // which grey images do not use
      const plainOptions = { ...full, options: isChanged ? [] : full.options };
      const stream = await cjpeg(path, plainOptions, netpbm(shape, 1));
      const source = isChanged ? patched(stream, 0xc0, 11, [0x22]) : stream;
      const frame = await redacted(path, shape, source);
      assert.ok(typeof frame !== "string", String(frame));
      const pixels = await pixelsOf(path, frame);
      const wrong: number[] = [];
      for (let row = 34; row < 64; row++) {
        const from = (row * shape.columns) * shape.samples;
        wrong.push(
          ...pixels.subarray(from, from + 46 * shape.samples).filter((one) => one !== black),
        );
      }
      assert.equal(pixels.length, shape.rows * shape.columns * shape.samples);
      assert.deepEqual(wrong, []);
    },
  });
}

/** A stream with another marker, or with other bytes. */
function patched(stream: Uint8Array, marker: number, offset: number, bytes: readonly number[]) {
  const at = stream.findIndex((byte, at) => byte === 0xff && stream[at + 1] === marker);
  const copy = stream.slice();
  copy.set(bytes, at + offset);
  return copy;
}

const same = (stream: Uint8Array): Uint8Array => stream;
const refused: readonly (readonly [readonly string[], typeof same, RegExp])[] = [
  [["-progressive"], same, /its JPEG compression is progressive$/],
  [["-arithmetic"], same, /its JPEG compression uses arithmetic codes$/],
  [
    [],
    (stream) => patched(stream, 0xc0, 5, [0, 0]),
    /its number of rows only after the first scan$/,
  ],
  [[], (stream) => patched(stream, 0xc0, 1, [0xc5]), /is hierarchical or unknown$/],
  [[], (stream) => patched(stream, 0xc0, 1, [0xc3]), /not compressed as its transfer syntax says$/],
  [[], (stream) => patched(stream, 0xc0, 5, [0, 80]), /its rows, columns and samples$/],
  [[], (stream) => patched(stream, 0xc0, 4, [10]), /a frame cannot be decoded$/],
  [[], (stream) => stream.subarray(0, stream.length - 40), /a frame cannot be decoded$/],
  [["-restart", "1B"], (stream) => patched(stream, 0xd2, 1, [0xd3]), /a frame cannot be decoded$/],
];

Deno.test({
  name: "JPEG streams that cannot be redacted are held back, with the reason",
  ignore,
  fn: async () => {
    using directory = tempDir();
    const { path } = directory;
    for (const [options, change, reason] of refused) {
      const stream = await cjpeg(path, { ...plain, options }, netpbm(shapeOf(plain), 1));
      const result = await redacted(path, shapeOf(plain), change(stream));
      assert.match(String(result), /^HELD_BACK: /);
      assert.match(String(result), reason);
    }
  },
});

Deno.test({
  name: "screen says that JPEG is redacted in blocks, and video is held back",
  ignore,
  fn: async () => {
    using directory = tempDir();
    const { path } = directory;
    const shape = shapeOf(plain);
    const stream = await cjpeg(path, plain, netpbm(shape, 1));
    const text = "FORMAT dicom\n%filter graylist\nLABEL known\ncoordinates 0,0,9,9";
    const { recipes } = recipesOf({ file: "site.dicom", text });
    const planned = (syntax: string): ScreenedImage => {
      Deno.writeFileSync(`${path}/x`, compressedImage({ shape, frames: 1 }, syntax, [stream]));
      using file = Deno.openSync(`${path}/x`);
      const header = readHeader(file);
      return screenAndRedact({ header, facts: imageFacts(header) }, recipes);
    };
    const jpeg = planned(baseline);
    assert.ok(jpeg.kind === "leaves" && jpeg.redaction);
    assert.match(describeRedaction(jpeg.redaction), /^blocks of JPEG become black/);
    const video = planned("1.2.840.10008.1.2.4.102");
    assert.ok(video.kind === "held");
    assert.match(video.why, /its pixel data are a video$/);
  },
});

Deno.test({
  name: "comments and what follows the end of a JPEG stream do not leave",
  ignore,
  fn: async () => {
    using directory = tempDir();
    const { path } = directory;
    const stream = await cjpeg(path, plain, netpbm(shapeOf(plain), 1));
    const [name, other] = ["Miller^Anna", "Miller^Otto"].map((text) =>
      new TextEncoder().encode(text)
    );
    const comment = [0xff, 0xfe, 0, 13, ...name ?? []];
    const end = [...other ?? [], 0xff, 0xd8, ...name ?? []];
    const secret = Uint8Array.from([
      ...stream.subarray(0, 2),
      ...comment,
      ...stream.subarray(2),
      ...end,
    ]);
    const frame = await redacted(path, shapeOf(plain), secret);
    assert.ok(typeof frame !== "string", String(frame));
    assert.doesNotMatch(new TextDecoder("latin1").decode(frame), /Miller/);
  },
});

/** Whether the first AC table has a code for the end of a block, and the categories of the DC. */
function codesOf(stream: Uint8Array): { readonly ends: boolean; readonly categories: number } {
  const scan = readJpeg(stream).parts.find((part) => "data" in part);
  const [{ ac, dc } = { ac: undefined, dc: undefined }] = scan && "data" in scan
    ? scan.components
    : [];
  return { ends: ac?.symbols.includes(0) ?? true, categories: Math.max(...dc?.symbols ?? []) };
}

Deno.test({
  name: "symbols that the Huffman tables of a stream lack are added",
  ignore,
  fn: async () => {
    using directory = tempDir();
    const { path } = directory;
    const program = await coefficientProgram(path);
    const optimized = { ...plain, options: ["-optimize"], quality: 100 };
    const shape = shapeOf(optimized);
    const noise = netpbm(shape, 1);
    const middle = noise.map((byte, at) => at < 13 ? byte : 128 + byte % 2);
    for (const [pixels, lacksEnd] of [[noise, true], [middle, false]] as const) {
      const stream = await cjpeg(path, optimized, pixels);
      const { ends, categories } = codesOf(stream);
      if (lacksEnd) assert.equal(ends, false);
      else assert.ok(categories < 5);
      const frame = await redacted(path, shape, stream);
      assert.ok(typeof frame !== "string", String(frame));
      await assertSameCoefficients(program, path, stream, frame);
    }
  },
});

Deno.test({
  name: "a wrong bit in a redacted JPEG stream is noticed",
  ignore,
  fn: async () => {
    using directory = tempDir();
    const shape = { ...shapeOf(plain), largestValue: 255 };
    const stream = await cjpeg(directory.path, plain, netpbm(shape, 1));
    const rows = Array.from({ length: 64 }, (_, row) => row < 9 ? [{ left: 3, right: 40 }] : []);
    const frame = new JpegRedactor(shape, rows).redact(stream);
    assert.ok(typeof frame !== "string");
    const verifier = new JpegVerifier(rows);
    assert.ok(verifier.isProved(stream, frame));
    assert.ok(!verifier.isProved(stream, stream));
    const start = frame.findIndex((byte, at) => byte === 0xff && frame[at + 1] === 0xda) + 10;
    let noticed = 0;
    for (let at = start; at < frame.length - 3; at++) {
      const wrong = frame.with(at, (frame[at] ?? 0) ^ 0x10);
      if (!verifier.isProved(stream, wrong)) noticed++;
    }
    assert.equal(noticed, frame.length - 3 - start);
  },
});
