import assert from "node:assert/strict";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import * as Tag from "../../../src/dicom/tag.ts";
import { findFrames, readFrame } from "../../../src/pixels/frames/find_frames.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { compressedImage } from "./compressed_images.ts";
import { colours, grey, screened } from "./redact_compressed.ts";
import { sampleFrame } from "./sample_frames.ts";
import { tempDir } from "../temp_dir.ts";
import { run } from "../tools.ts";

/** What the tests of JPEG redaction need. */
export const jpegTools = ["gcc", "/usr/include/jpeglib.h", "cjpeg", "dcmdump"];

export const baseline = "1.2.840.10008.1.2.4.50";

/** How `cjpeg` compresses an image of a size. */
export interface JpegKind {
  readonly sampling: string;
  readonly options: readonly string[];
  readonly rows: number;
  readonly columns: number;
  readonly quality: number;
}

const samplings = ["grey", "1x1", "2x1", "2x2", "1x2", "4x1"];
const optionLists = ["", "-restart 1", "-restart 3B", "-optimize", "-scans"];
/** Odd sizes, and one of whole MCUs. */
const sizes = [[37, 43], [64, 96], [101, 67], [17, 33], [63, 129], [8, 200], [121, 80]];
const qualities = [30, 75, 98];

/** 210 kinds of images; each option occurs with each sampling and each size. */
export const jpegKinds: readonly JpegKind[] = samplings.flatMap((sampling, one) =>
  optionLists.flatMap((options, two) =>
    sizes.map(([rows = 0, columns = 0], three) => ({
      sampling,
      rows,
      columns,
      options: options.split(" ").filter((option) => option !== ""),
      quality: qualities[(one + two + three) % qualities.length] ?? 75,
    }))
  )
);

/** Samplings that are possible, but rare. */
export const rareKinds: readonly JpegKind[] = ["3x1", "2x2,1x2,2x1", "1x1,2x2,1x1", "4x2", "1x4"]
  .flatMap((sampling) =>
    ["", "-restart 3", "-optimize", "-scans", "-pairs"].map((options) => ({
      sampling,
      rows: 101,
      columns: 67,
      options: options.split(" ").filter((option) => option !== ""),
      quality: 75,
    }))
  );

/** The shape of an image of this kind. */
export function shapeOf({ sampling, rows, columns }: JpegKind): FrameShape {
  const isGrey = sampling === "grey";
  const interpretation = sampling === "1x1" ? "YBR_FULL" : "YBR_FULL_422";
  return isGrey
    ? { ...grey, rows, columns }
    : { ...colours, rows, columns, colours: interpretation };
}

/** A seeded image in the format of netpbm, with noise if the seed is odd. */
export function netpbm(shape: FrameShape, seed: number): Uint8Array {
  const head = `P${shape.samples === 1 ? 5 : 6}\n${shape.columns} ${shape.rows}\n255\n`;
  const frame = sampleFrame(shape, seed % 2 === 0 ? "smooth" : "noise", seed);
  return Uint8Array.from([...new TextEncoder().encode(head), ...frame]);
}

/** Compresses an image with `cjpeg` in a directory. */
export async function cjpeg(
  directory: string,
  kind: JpegKind,
  pixels: Uint8Array,
): Promise<Uint8Array> {
  const [plain, compressed, scans] = ["plain", "jpeg", "scans"].map((name) =>
    `${directory}/${name}`
  );
  if (!plain || !compressed || !scans) throw new TypeError("three names");
  Deno.writeFileSync(plain, pixels);
  const colourScans = kind.options.includes("-pairs") ? "0 1; 2;" : "0; 1; 2;";
  Deno.writeTextFileSync(scans, kind.sampling === "grey" ? "0;" : colourScans);
  const sampling = kind.sampling === "grey" ? [] : ["-sample", kind.sampling];
  const options = kind.options.flatMap((one) =>
    one === "-scans" || one === "-pairs" ? ["-scans", scans] : [one]
  );
  const quality = ["-quality", String(kind.quality)];
  await run("cjpeg", [...quality, ...sampling, ...options, "-outfile", compressed, plain]);
  return Deno.readFileSync(compressed);
}

/** The frames of a DICOM file. */
export function framesIn(path: string): Uint8Array[] {
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const element = header.find(Tag.PixelData);
  assert.ok(element);
  const frames = findFrames(header, element, Number(header.ascii(Tag.NumberOfFrames) ?? "1"));
  assert.ok(typeof frames !== "string", String(frames));
  return frames.map((frame) => readFrame(header.source(), frame, 1 << 26) ?? new Uint8Array(0));
}

/** Compiles the program that compares coefficients; returns its path. */
export async function coefficientProgram(directory: string): Promise<string> {
  const source = new URL("jpeg_coefficients.c", import.meta.url).pathname;
  await run("gcc", ["-O2", "-o", `${directory}/compare`, source, "-ljpeg"]);
  return `${directory}/compare`;
}

/** The areas that {@link screened} redacts, as the program takes them. */
const areas = ["3,2,20,9", "k5,4,9,6", "0,30,50,120"];

/** The program says that all coefficients outside of touched blocks are equal. */
export async function assertSameCoefficients(
  program: string,
  directory: string,
  before: Uint8Array,
  after: Uint8Array,
): Promise<void> {
  Deno.writeFileSync(`${directory}/before`, before);
  Deno.writeFileSync(`${directory}/after`, after);
  const text = await run(program, [`${directory}/before`, `${directory}/after`, ...areas]);
  assert.match(text, /^\d+ equal, [1-9]\d* flat, 0 wrong, 0 warnings\n$/);
}

/** Redacts an image of three frames of this kind, and compares the coefficients of each. */
export async function testJpeg(program: string, kind: JpegKind): Promise<void> {
  using directory = tempDir();
  const { path } = directory;
  const shape = shapeOf(kind);
  const streams: Uint8Array[] = [];
  for (const seed of [0, 1, 2]) streams.push(await cjpeg(path, kind, netpbm(shape, seed)));
  Deno.writeFileSync(`${path}/x`, compressedImage({ shape, frames: 3 }, baseline, streams));
  const outcome = await screened(path);
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  const written = framesIn(`${path}/out/${outcome.row.path}`);
  assert.equal(written.length, 3);
  for (const [index, stream] of streams.entries()) {
    await assertSameCoefficients(program, path, stream, written[index] ?? stream);
  }
  assert.equal(outcome.row.transferSyntaxUid, baseline);
  assert.match(outcome.row.header, /113101/);
}
