import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { inspectImage, type SearchOptions } from "../../../src/pixels/text/inspect_image.ts";
import { fileInMemory } from "../../../src/system/readable_file.ts";
import { brightDetector } from "../../support/dicom/bright_detector.ts";
import type { PlainElement } from "../../support/dicom/encode_data_set.ts";
import { type NativeImage, nativeImage, us } from "../../support/dicom/native_image.ts";

const codecs = new CodecHolder(codecsPath());
const size = { rows: 60, columns: 80 };
const count = size.rows * size.columns;

/** What a detector of bright pixels finds, and the pictures that it sees. */
async function inspect(
  image: Partial<NativeImage>,
  pixels: Uint8Array,
  options: SearchOptions = {},
): Promise<
  & { found: Awaited<ReturnType<typeof inspectImage>> }
  & Pick<
    ReturnType<typeof brightDetector>,
    "pictures" | "places"
  >
> {
  const bytes = nativeImage({ ...size, frames: 1, bits: 8, ...image }, pixels);
  const header = readHeader(fileInMemory(bytes));
  const detector = brightDetector();
  const found = await inspectImage(
    { header, facts: imageFacts(header) },
    { detector, codecs },
    options,
  );
  return { found, ...detector };
}

function boxOf(found: Awaited<ReturnType<typeof inspectImage>>): readonly number[][] {
  assert.ok(typeof found !== "string", String(found));
  return found.boxes.map(({ left, top, right, bottom }) => [left, top, right, bottom]);
}

/** A frame of one value with a bright line. */
function frame(value: number, line?: readonly [row: number, left: number, right: number]) {
  const pixels = new Uint8Array(count).fill(value);
  if (line) pixels.fill(255, line[0] * size.columns + line[1], line[0] * size.columns + line[2]);
  return pixels;
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  frames.reduce((at, one) => (all.set(one, at), at + one.length), 0);
  return all;
}

function words(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff]));
}

Deno.test("text of a single frame is found with one picture", async () => {
  const { found, pictures } = await inspect({}, frame(20, [5, 10, 30]));
  assert.deepEqual(boxOf(found), [[10, 5, 30, 6]]);
  assert.equal(pictures.length, 1);
});

Deno.test("an image without text has no boxes", async () => {
  assert.deepEqual(boxOf((await inspect({}, frame(20))).found), []);
});

Deno.test("text that only the last of many frames has is found", async () => {
  const frames = [20, 21, 22, 23].map((value) => frame(value));
  const { found } = await inspect({ frames: 5 }, joined([...frames, frame(20, [40, 3, 9])]));
  assert.deepEqual(boxOf(found), [[3, 40, 9, 41]]);
});

Deno.test("equal frames are searched once, others where they differ, then their projections", async () => {
  const moved = frame(20);
  moved.fill(120, 30 * size.columns + 40, 30 * size.columns + 44);
  const { pictures } = await inspect({ frames: 4 }, joined([frame(20), frame(20), moved, moved]));
  const sizes = pictures.map(({ rows, columns }) => [rows, columns]);
  const whole = [size.rows, size.columns];
  assert.deepEqual(sizes, [whole, [49, 52], whole, whole, whole]);
});

Deno.test("a change that is slow from frame to frame is searched", async () => {
  const frames = Array.from({ length: 60 }, (_, at) => {
    const pixels = frame(20);
    pixels.fill(Math.min(255, 20 + 4 * at), 10 * size.columns + 5, 10 * size.columns + 9);
    return pixels;
  });
  const { found, pictures } = await inspect({ frames: 60 }, joined(frames));
  assert.deepEqual(boxOf(found), [[5, 10, 9, 11]]);
  assert.ok(pictures.length < 40, `${pictures.length} pictures`);
});

Deno.test("frames are read one at a time, and projections do not change them", async () => {
  const { pictures } = await inspect({ frames: 2 }, joined([frame(10), frame(200)]));
  assert.deepEqual(pictures.map(({ samples }) => samples[0]), [10, 200, 200, 10, 105]);
});

Deno.test("MONOCHROME1 is searched as it is and inverted", async () => {
  const pixels = frame(200);
  pixels.fill(0, 7 * size.columns, 7 * size.columns + 12);
  const { found } = await inspect({ colours: "MONOCHROME1" }, pixels);
  assert.deepEqual(boxOf(found), [[0, 7, 12, 8]]);
});

Deno.test("12 bits are searched in the range of most pixels, and beyond it in the whole range", async () => {
  const values = Array.from({ length: count }, (_, at) => 1000 + at % 50);
  values[0] = 4095;
  const { pictures, places } = await inspect({ bits: 16, stored: 12 }, words(values));
  assert.equal(pictures.length, 2);
  assert.equal(places.length, 1);
  const [beyond = 0, ...within] = places[0]?.samples.slice(0, 3) ?? [];
  assert.ok(beyond > 245);
  assert.deepEqual(within, [0, 0]);
  const [most, whole] = pictures;
  assert.equal(whole?.samples[0], 255);
  assert.equal(whole?.samples[1], 0);
  assert.equal(most?.samples[0], 255);
  assert.ok((most?.samples[1] ?? 255) < 10);
  assert.ok((most?.samples[49] ?? 0) > 245);
});

Deno.test("signed values, and values above unused bits, are read in order", async () => {
  const signed = Array.from({ length: count }, (_, at) => at === 5 ? -2000 : 100 + at % 3);
  const { pictures: [, whole] } = await inspect({ bits: 16, isSigned: true }, words(signed));
  assert.equal(whole?.samples[5], 0);
  assert.ok((whole?.samples[6] ?? 0) > 250);
  const high = Array.from({ length: count }, (_, at) => at === 5 ? 0xfff0 : 0x000f);
  const { pictures: [, above] } = await inspect(
    { bits: 16, stored: 12, highBit: 15 },
    words(high),
  );
  assert.deepEqual([...above?.samples.slice(4, 7) ?? []], [0, 255, 0]);
});

Deno.test("an overlay in unused bits is not part of the values", async () => {
  const values = Array.from({ length: count }, (_, at) => at % 2 === 0 ? 0x8000 | 7 : 7);
  const { pictures } = await inspect({ bits: 16, stored: 12 }, words(values));
  assert.equal(pictures.length, 0);
});

Deno.test("an image of one value is not searched, and has no text", async () => {
  const { found } = await inspect({ bits: 16, stored: 12 }, words(new Array(count).fill(7)));
  assert.deepEqual(boxOf(found), []);
});

Deno.test("a palette becomes colours", async () => {
  const table = new Uint8Array(512);
  table[2 * 3] = 0xff;
  table[2 * 3 + 1] = 0xff;
  const descriptor = Uint8Array.of(0, 1, 0, 0, 16, 0);
  const more: PlainElement[] = [0x00281101, 0x00281102, 0x00281103].map((tag) => (
    { tag, vr: "US", value: descriptor }
  ));
  more.push(
    ...[0x00281201, 0x00281202, 0x00281203].map((tag) => ({ tag, vr: "OW", value: table })),
  );
  const pixels = new Uint8Array(count).fill(200);
  pixels[17] = 3;
  const { found, pictures } = await inspect({ colours: "PALETTE COLOR", more }, pixels);
  assert.equal(pictures[0]?.samples.length, 3 * count);
  assert.deepEqual(boxOf(found), [[17, 0, 18, 1]]);
});

Deno.test("an image whose palette cannot be read is not inspected", async () => {
  const { found } = await inspect({ colours: "PALETTE COLOR" }, frame(3));
  assert.equal(found, "its palette cannot be read");
});

Deno.test("YBR_FULL becomes RGB", async () => {
  const pixels = new Uint8Array(3 * count).map((_, at) => at % 3 === 0 ? 90 : 128);
  pixels.set([76, 85, 255], 3 * 33); // red
  const { found, pictures } = await inspect({ samples: 3, colours: "YBR_FULL" }, pixels);
  assert.deepEqual([...pictures[0]?.samples.slice(0, 3) ?? []], [90, 90, 90]);
  assert.deepEqual(boxOf(found), [[33, 0, 34, 1]]);
});

Deno.test("what the output does not show is not searched", async () => {
  const blank = Array.from({ length: size.rows }, () => [{ left: 0, right: 20 }]);
  const { found } = await inspect({}, frame(20, [5, 10, 30]), { blank });
  assert.deepEqual(boxOf(found), [[20, 5, 30, 6]]);
});

Deno.test("boxes of another scale are in pixels of the image", async () => {
  const pixels = frame(20);
  for (let row = 20; row < 30; row++) pixels.fill(255, row * 80 + 10, row * 80 + 40);
  const { found, pictures } = await inspect({}, pixels, { scale: 1.25 });
  assert.equal(pictures[0]?.columns, 100);
  const [box = []] = boxOf(found);
  for (const [at, expected] of [10, 20, 40, 30].entries()) {
    assert.ok(Math.abs((box[at] ?? 99) - expected) <= 1, String(box));
  }
});

Deno.test("overlays are rendered, one picture for each frame", async () => {
  const plane = new Uint8Array(2 * count / 8);
  plane[count / 8] = 0x0f; // the first four pixels of the second frame
  const more: PlainElement[] = [
    us(0x60000010, size.rows),
    us(0x60000011, size.columns),
    { tag: 0x60000015, vr: "IS", value: new TextEncoder().encode("2 ") },
    us(0x60000100, 1),
    us(0x60000102, 0),
    { tag: 0x60003000, vr: "OW", value: plane },
  ];
  const { found, pictures } = await inspect({ more }, frame(20), { hasOverlays: true });
  assert.ok(typeof found !== "string");
  assert.equal(found.overlays, 1);
  assert.equal(pictures.length, 3);
  const without = await inspect({ more }, frame(20));
  assert.equal(without.pictures.length, 1);
});

Deno.test("an overlay that is shorter than its header states is not inspected", async () => {
  const more: PlainElement[] = [
    us(0x60000010, size.rows),
    us(0x60000011, size.columns),
    { tag: 0x60003000, vr: "OW", value: new Uint8Array(10) },
  ];
  const { found } = await inspect({ more }, frame(20), { hasOverlays: true });
  assert.equal(found, "an overlay does not have the length that its header states");
});

Deno.test("pixel data that cannot be read are not inspected, and the reason says why", async () => {
  assert.match(String((await inspect({ frames: 2 }, frame(20))).found), /do not have the length/);
  assert.match(String((await inspect({ colours: "CMYK" }, frame(20))).found), /colour format/);
});
