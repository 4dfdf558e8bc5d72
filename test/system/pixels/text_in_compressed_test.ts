import assert from "node:assert/strict";
import type { TextPolicy } from "../../../src/model/batch.ts";
import type { ImageOutcome } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { inspectionTurns, TextFinder } from "../../../src/pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { brightDetector } from "../../support/dicom/bright_detector.ts";
import { compressedImage, compressions } from "../../support/dicom/compressed_images.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";
import { type Syntax, syntaxes } from "../../support/dicom/pixel_cases.ts";
import { grey } from "../../support/dicom/redact_compressed.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { run } from "../../support/tools.ts";

const [rows, columns] = [64, 80];
const [left, top, right, bottom] = [8, 16, 40, 24];

/** Three frames of 8 bits, of which the last shows a bright block. */
function frames(hasText: boolean): Uint8Array {
  const pixels = new Uint8Array(3 * rows * columns).map((_, at) => 20 + at % 7);
  for (let row = top; hasText && row < bottom; row++) {
    const from = (2 * rows + row) * columns;
    pixels.fill(255, from + left, from + right);
  }
  return pixels;
}

type Make = (path: string, pixels: Uint8Array) => Promise<void>;

/** Compresses with a program. */
function byProgram([program = "", ...options]: readonly string[]): Make {
  return async (path, pixels) => {
    Deno.writeFileSync(
      `${path}/plain`,
      nativeImage({ rows, columns, frames: 3, bits: 8 }, pixels),
    );
    await run(program, [...options, `${path}/plain`, `${path}/x`]);
  };
}

/** Compresses with a codec of the program. */
function byCodec({ uid, encode }: Syntax): Make {
  return async (path, pixels) => {
    const codecs = await openCodecs(codecsPath());
    const shape = { ...grey, rows, columns };
    const streams = [0, 1, 2].map((at) => {
      const frame = pixels.subarray(at * rows * columns, (at + 1) * rows * columns);
      return encode?.(frame, shape, codecs) ?? frame;
    });
    Deno.writeFileSync(`${path}/x`, compressedImage({ shape, frames: 3 }, uid, streams));
  };
}

async function processed(
  make: Make,
  hasText: boolean,
  action: TextPolicy["action"],
): Promise<ImageOutcome> {
  using directory = tempDir();
  const { path } = directory;
  await make(path, frames(hasText));
  const codecs = new CodecHolder(codecsPath());
  const finder = new TextFinder(() => Promise.resolve(brightDetector({ least: 200 })), codecs);
  const text = {
    policy: { which: "risk", action, keep: "nothing" } as const,
    finder,
    turns: inspectionTurns(),
  };
  const tools = { ...imageTools(), ...recipesOf(undefined), text };
  const task = { folder: path, staged: `${path}/out`, code: "B-1", files: [] };
  return await processImage(task, { number: 1, path: "x", isFile: true }, tools);
}

const programs: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(compressions)
      .filter(([name]) => name !== "RLE of GDCM")
      .map(([name, { compress }]) => [name, compress]),
  ),
  "JPEG baseline": ["dcmcjpeg", "+eb"],
  "JPEG extended": ["dcmcjpeg", "+ee"],
  "implicit little endian": ["dcmconv", "+ti"],
  "explicit big endian": ["dcmconv", "+tb"],
  deflated: ["dcmconv", "+td"],
};

const makers: readonly (readonly [name: string, make: Make])[] = [
  Object.entries(programs).map(([name, words]) => [name, byProgram(words)] as const),
  Object.entries(syntaxes).filter(([, { encode }]) => encode)
    .map(([name, syntax]) => [`${name}, by the codecs`, byCodec(syntax)] as const),
].flat();

for (const [name, compress] of makers) {
  Deno.test(`text in a frame is found, and redacted, in ${name}`, async () => {
    const plain = await processed(compress, false, "hold");
    assert.equal(plain.kind, "image", JSON.stringify(plain));
    const held = await processed(compress, true, "hold");
    assert.ok(held.kind === "skipped");
    assert.match(
      held.skipped.reason,
      /^text was found in its pixels: 1 rectangle with other text \(/,
    );
    const redacted = await processed(compress, true, "redact");
    assert.ok(redacted.kind === "image", JSON.stringify(redacted));
    const [box = ""] = redacted.row.screening.rectangles;
    const [one = 99, two = 99, three = 0, four = 0] = box.split(",").map(Number);
    assert.ok(one <= left && two <= top && three >= right && four >= bottom, box);
  });
}
