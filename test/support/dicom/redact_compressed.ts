import assert from "node:assert/strict";
import type { ImageOutcome } from "../../../src/model/image.ts";
import { withCodecs } from "../../../src/pipeline/image/image_codecs.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { imageTools } from "../deidentify/image_tools.ts";
import {
  type Compression,
  compressions,
  type PlainImage,
  plainImage,
} from "./compressed_images.ts";
import { decodedSamples } from "./decoded_samples.ts";
import { tempDir } from "../temp_dir.ts";
import { run } from "../tools.ts";

export const codecs = new CodecHolder(codecsPath());
const coordinates = [
  "coordinates 3,2,20,9",
  "keepcoordinates 5,4,9,6",
  "ctpcoordinates 0,30,50,90",
];

/** Whether a pixel is in an area that {@link screened} redacts. */
export function isBlank(column: number, row: number): boolean {
  const isKept = column >= 5 && column < 9 && row >= 4 && row < 6;
  return (column >= 3 && column < 20 && row >= 2 && row < 9 && !isKept) ||
    (row >= 30 && column < 50);
}

export const grey: FrameShape = {
  rows: 37,
  columns: 43,
  samples: 1,
  bytesPerSample: 1,
  bitsStored: 8,
  isSigned: false,
  colours: "MONOCHROME2",
};
export const colours: FrameShape = { ...grey, samples: 3, colours: "RGB" };
export const deep: FrameShape = { ...grey, bytesPerSample: 2, bitsStored: 12 };

/** With the sample values of a redacted pixel. */
const kinds: Readonly<Record<string, readonly [PlainImage, readonly number[]]>> = {
  "8 bits": [{ shape: grey, frames: 1 }, [0]],
  "three frames": [{ shape: grey, frames: 3 }, [0]],
  "12 bits": [{ shape: deep, frames: 2 }, [0]],
  "16 bits": [{ shape: { ...deep, bitsStored: 16 }, frames: 2 }, [0]],
  "16 bits, signed": [{ shape: { ...deep, bitsStored: 16, isSigned: true }, frames: 2 }, [0]],
  "12 bits, MONOCHROME1": [{ shape: { ...deep, colours: "MONOCHROME1" }, frames: 1 }, [4095]],
  "RGB": [{ shape: colours, frames: 2 }, [0, 0, 0]],
  "RGB, planar": [{ shape: colours, frames: 2, isPlanar: true }, [0, 0, 0]],
  "YBR_FULL": [{ shape: { ...colours, colours: "YBR_FULL" }, frames: 1 }, [0, 128, 128]],
};

/** A program that compresses refuses these, or ends. */
const notCompressed = new Set([
  "RLE of GDCM: 8 bits",
  "RLE of GDCM: YBR_FULL",
  "JPEG .57, selection value 4: YBR_FULL",
  "JPEG-LS .81 of dcmtk: 16 bits, signed",
]);

/** Processes the file `x` of a directory with a rule that redacts the areas. */
export async function screened(directory: string): Promise<ImageOutcome> {
  const text = ["FORMAT dicom", "%filter graylist", "LABEL known", ...coordinates].join("\n");
  const { recipes } = recipesOf({ file: "site.dicom", text });
  const tools = { ...imageTools(), recipes, codecs };
  const task = { folder: directory, staged: `${directory}/out`, code: "B-1", files: [] };
  const entry = { number: 1, path: "x", isFile: true };
  return await withCodecs(tools, () => processImage(task, entry, tools));
}

function redacted(
  before: Uint8Array,
  { samples, columns, rows, bytesPerSample }: FrameShape,
  blank: readonly number[],
): Uint8Array {
  return before.map((byte, at) => {
    const sample = Math.floor(at / bytesPerSample);
    const pixel = Math.floor(sample / samples);
    const [column, row] = [pixel % columns, Math.floor(pixel / columns) % rows];
    if (!isBlank(column, row)) return byte;
    return (blank[sample % samples] ?? 0) >> (8 * (at % bytesPerSample)) & 0xff;
  });
}

/**
 * Compresses an image with a program, redacts it, and compares what programs decode before and
 * after: the areas are blank, all other samples are equal. The transfer syntax is the same.
 */
async function testRedaction(
  compression: Compression,
  image: PlainImage,
  blank: readonly number[],
): Promise<void> {
  using directory = tempDir();
  const { path } = directory;
  Deno.writeFileSync(`${path}/plain`, plainImage(image));
  const [program = "", ...options] = compression.compress;
  await run(program, [...options, `${path}/plain`, `${path}/x`]);
  const outcome = await screened(path);
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  const output = `${path}/out/${outcome.row.path}`;
  const dump = await run("dcmdump", ["-q", "+P", "0002,0010", "+P", "0028,0106", "-Un", output]);
  const { transferSyntaxUID, storedUID } = compression;
  assert.match(dump, new RegExp(`\\[${storedUID}\\]`.replaceAll(".", "\\.")));
  assert.doesNotMatch(dump, /0028,0106/);
  const before = await decodedSamples(`${path}/x`, compression, image.shape);
  const after = await decodedSamples(output, compression, image.shape);
  const size = before.length - before.length % 2;
  assert.deepEqual(after.slice(0, size), redacted(before, image.shape, blank).slice(0, size));
  const header = JSON.parse(outcome.row.header);
  assert.deepEqual(header["00280301"].Value, ["NO"]);
  assert.match(outcome.row.header, /113101/);
  if (storedUID === transferSyntaxUID) return;
  assert.equal(outcome.row.transferSyntaxUid, storedUID);
  assert.deepEqual(header["00282110"].Value, ["01"]);
  assert.match(header["00282114"].Value[0], /^ISO_1(4495|5444)_1$/);
  assert.ok(Number(header["00282112"].Value[0]) > 0);
  assert.match(header["00082111"].Value[0], /^Redacted, and decoded from lossy /);
}

/** Every program with every kind of image that it can compress. */
export function redactionTests(): { readonly name: string; readonly test: () => Promise<void> }[] {
  return Object.entries(compressions).flatMap(([program, compression]) =>
    Object.entries(kinds).map(([kind, [image, blank]]) => ({
      name: `${program}: ${kind}`,
      test: () => testRedaction(compression, image, blank),
    }))
  ).filter(({ name }) => !notCompressed.has(name));
}
