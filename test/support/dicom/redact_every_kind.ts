import assert from "node:assert/strict";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { withCodecs } from "../../../src/pipeline/image/image_codecs.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import {
  CodecHolder,
  type Codecs,
  codecsPath,
} from "../../../src/pixels/codecs/codec_libraries.ts";
import { type FrameShape, frameSize } from "../../../src/pixels/frames/frame_shape.ts";
import { encodeRle } from "../../../src/pixels/codecs/rle.ts";
import { imageTools } from "../deidentify/image_tools.ts";
import { randomNumbers } from "../random_numbers.ts";
import { tempDir } from "../temp_dir.ts";
import { run } from "../tools.ts";
import { compressedImage, fragmentLayouts, planes } from "./compressed_images.ts";
import { nativeImage } from "./native_image.ts";
import { decoded } from "./decode_with_programs.ts";
import { packed, type PixelCase, pixelKinds, rectangles, syntaxes } from "./pixel_cases.ts";
import { sampleFrame } from "./sample_frames.ts";

const holder = new CodecHolder(codecsPath());

/** A test for each transfer syntax, kind of image, number of frames, and set of rectangles. */
export function pixelTests(): { readonly name: string; readonly test: () => Promise<void> }[] {
  const tests: { name: string; test: () => Promise<void> }[] = [];
  for (const [syntaxName, syntax] of Object.entries(syntaxes)) {
    for (const kindName of syntax.kinds) {
      for (const frames of [1, 3]) {
        for (const [at, area] of rectangles.entries()) {
          const kind = pixelKinds[kindName];
          assert.ok(kind);
          const one = { syntax, kind, kindName, frames, area, number: tests.length };
          const name = `${syntaxName}, ${kindName}, frames: ${frames}, rectangles: ${at + 1}`;
          tests.push({ name, test: () => testCase(one) });
        }
      }
    }
  }
  return tests;
}

async function testCase(one: PixelCase): Promise<void> {
  using directory = tempDir();
  const { path } = directory;
  const { shape } = one.kind;
  const frames = Array.from({ length: one.frames }, (_, at) => frameOf(shape, at));
  while (!holder.codecs) await holder.load();
  Deno.writeFileSync(`${path}/x`, fileOf(one, frames, holder.codecs));
  const plain = await processed(path, "plain", []);
  const output = await processed(path, "out", one.area.rules);
  assert.equal(transferSyntax(output), one.syntax.uid);
  const after = await decoded(output, one);
  const expected = frames.map((frame) => redacted(frame, one));
  assert.deepEqual(
    after.map((frame) => stored(frame, shape)),
    expected.map((frame) => (
      stored(frame, shape)
    )),
  );
  await validate(await readable(output, one), await readable(plain, one));
}

function frameOf(shape: FrameShape, at: number): Uint8Array {
  if (shape.bytesPerSample < 4) return sampleFrame(shape, at % 2 === 0 ? "smooth" : "noise", at);
  const random = randomNumbers(at);
  return Uint8Array.from({ length: frameSize(shape) }, () => random(256));
}

function fileOf(
  { syntax, kind: { shape, isPlanar = false, isPacked }, frames: count, number }: PixelCase,
  frames: readonly Uint8Array[],
  codecs: Codecs,
): Uint8Array {
  const { encode, encoding } = syntax;
  if (encode) {
    const streams = frames.map((frame) => encode(frame, shape, codecs));
    // a frame of RLE has one fragment (PS3.5 A.4.2)
    const layouts = encode === encodeRle ? fragmentLayouts.slice(0, 3) : fragmentLayouts;
    const layout = layouts[number % layouts.length];
    return compressedImage({ shape, frames: count, isPlanar }, syntax.uid, streams, layout);
  }
  const together = frames.map((frame) => isPlanar ? planes(frame, shape) : frame);
  const bytes = Uint8Array.from(together.flatMap((frame) => [...frame]));
  return nativeImage({
    ...shape,
    frames: count,
    bits: isPacked ? 1 : 8 * shape.bytesPerSample,
    stored: shape.bitsStored,
    isPlanar,
    ...(encoding ? { encoding } : {}),
  }, isPacked ? packed(bytes) : bytes);
}

/** The path of the file that became of `x`. */
async function processed(path: string, name: string, rules: readonly string[]): Promise<string> {
  const text = ["FORMAT dicom", "%filter graylist", "LABEL known", ...rules].join("\n");
  const recipes = rules.length === 0 ? [] : recipesOf({ file: "site.dicom", text }).recipes;
  const tools = { ...imageTools(), recipes, codecs: holder };
  const task = { folder: path, staged: `${path}/${name}`, code: "B-1", files: [] };
  const entry = { number: 1, path: "x", isFile: true };
  const outcome = await withCodecs(tools, () => processImage(task, entry, tools));
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  return `${path}/${name}/${outcome.row.path}`;
}

function transferSyntax(path: string): string {
  using file = Deno.openSync(path);
  return readHeader(file).transferSyntaxUID;
}

function redacted(frame: Uint8Array, { kind: { shape }, area }: PixelCase): Uint8Array {
  const { samples, columns, bytesPerSample, bitsStored, isSigned, colours } = shape;
  const largest = 2 ** (bitsStored - (isSigned ? 1 : 0)) - 1;
  return frame.map((byte, at) => {
    const sample = Math.floor(at / bytesPerSample);
    const pixel = Math.floor(sample / samples);
    if (!area.isBlank(pixel % columns, Math.floor(pixel / columns))) return byte;
    const chroma = colours === "YBR_FULL" && sample % samples > 0 ? 128 : 0;
    const blank = colours === "MONOCHROME1" ? largest : chroma;
    return Math.floor(blank / 256 ** (at % bytesPerSample)) % 256;
  });
}

/** Only the stored bits: decoders fill the others in different ways. */
function stored(frame: Uint8Array, { bytesPerSample, bitsStored }: FrameShape): Uint8Array {
  return frame.map((byte, at) => {
    const bits = Math.max(0, Math.min(8, bitsStored - 8 * (at % bytesPerSample)));
    return byte & (2 ** bits - 1);
  });
}

/** dciodvfy does not read deflated data sets. */
async function readable(path: string, { syntax: { encoding } }: PixelCase): Promise<string> {
  if (encoding !== "deflated") return path;
  await run("dcmconv", ["+te", path, `${path}.inflated`]);
  return `${path}.inflated`;
}

/** The programs report nothing about the redacted file that they do not report without rules. */
async function validate(redacted: string, plain: string): Promise<void> {
  for (const program of ["dcmdump -q", "gdcmdump", "dciodvfy"]) {
    const [before, after] = [await complaints(program, plain), await complaints(program, redacted)];
    assert.deepEqual(after.difference(before), new Set(), program);
  }
}

/** What a program writes to its standard error. */
async function complaints(command: string, path: string): Promise<Set<string>> {
  const [program = "", ...args] = command.split(" ");
  const { stderr } = await new Deno.Command(program, { args: [...args, path] }).output();
  const text = new TextDecoder().decode(stderr);
  return new Set(text.split("\n").map((line) => line.replaceAll(path, "")));
}
