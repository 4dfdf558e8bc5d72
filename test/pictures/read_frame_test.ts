import assert from "node:assert/strict";
import type { ViewerFrame } from "../../src/model/viewer_frame.ts";
import { readFrame } from "../../src/pictures/read_frame.ts";
import { CodecHolder, codecsPath } from "../../src/pixels/codecs/codec_libraries.ts";
import { encodeRle } from "../../src/pixels/codecs/rle.ts";
import { fileInMemory } from "../../src/system/readable_file.ts";
import { compressedImage } from "../support/dicom/compressed_images.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../support/dicom/encode_data_set.ts";
import { type NativeImage, nativeImage, us } from "../support/dicom/native_image.ts";

const codecs = new CodecHolder(codecsPath());
const size = { rows: 2, columns: 3, frames: 1, bits: 8 };
const rising = [0, 51, 102, 153, 204, 255];

async function read(bytes: Uint8Array, frame = 0): Promise<ViewerFrame> {
  const result = await readFrame(fileInMemory(bytes), frame, codecs);
  assert.ok(!("fault" in result), JSON.stringify(result));
  return result;
}

async function readNative(
  image: Partial<NativeImage>,
  bytes: readonly number[],
  frame = 0,
): Promise<ViewerFrame> {
  return await read(nativeImage({ ...size, ...image }, Uint8Array.from(bytes)), frame);
}

async function reasonOf(bytes: Uint8Array, frame = 0): Promise<string> {
  const result = await readFrame(fileInMemory(bytes), frame, codecs);
  assert.ok("fault" in result && result.fault === "unreadable");
  return result.reason;
}

/** The values of a frame by the type that it states. */
function valuesOf({ facts: { type, rows, columns, channels }, bytes }: ViewerFrame): number[] {
  const types = {
    Uint8: Uint8Array,
    Uint16: Uint16Array,
    Int16: Int16Array,
    Float32: Float32Array,
  };
  return [...new types[type](bytes.buffer, 0, rows * columns * channels)];
}

function words(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff]);
}

Deno.test("grey of 8 bits: the values, and what the header says about their display", async () => {
  const more = [
    ascii(0x00181063, "DS", "40"),
    ascii(0x00280030, "DS", "2\\1"),
    ascii(0x00281050, "DS", "40\\300\\many"),
    ascii(0x00281051, "DS", "400\\500\\1"),
    ascii(0x00281056, "CS", "SIGMOID"),
  ];
  const frame = await readNative({ more }, rising);
  assert.deepEqual(valuesOf(frame), rising);
  assert.deepEqual(frame.facts, {
    rows: 2,
    columns: 3,
    channels: 1,
    type: "Uint8",
    slope: 1,
    intercept: 0,
    windows: [{ center: 40, width: 400 }, { center: 300, width: 500 }],
    voi: "SIGMOID",
    range: { center: 128, width: 256 },
    isInverted: false,
    pixelHeight: 2,
    rate: 25,
    hasOverlay: false,
    notes: [],
  });
  const plain = (await readNative({ colours: "MONOCHROME1" }, rising)).facts;
  assert.deepEqual([plain.isInverted, plain.windows, plain.rate], [true, [], undefined]);
});

Deno.test("16 bits, signed and with unused bits, and 32 bits", async () => {
  const signed = await readNative({ bits: 16, isSigned: true }, words(-9, -1, 0, 1, 2, 900));
  assert.equal(signed.facts.type, "Int16");
  assert.deepEqual(valuesOf(signed), [-9, -1, 0, 1, 2, 900]);
  const twelve = { bits: 16, stored: 12, more: [ascii(0x00281052, "DS", "-1024")] };
  const unused = await readNative(twelve, words(0xf001, 2, 3, 4, 5, 0xafff));
  assert.deepEqual(valuesOf(unused), [1, 2, 3, 4, 5, 0xfff]);
  assert.equal(unused.facts.intercept, -1024);
  assert.deepEqual(unused.facts.range, { center: 1024.5, width: 4095 });
  const long = await readNative({ bits: 32 }, [1, 2, 3, 4, 5, 6].flatMap((n) => [0, n, 0, 0]));
  assert.equal(long.facts.type, "Float32");
  assert.deepEqual(valuesOf(long), [256, 512, 768, 1024, 1280, 1536]);
});

Deno.test("one bit: each frame of a segmentation, whose range is black and white", async () => {
  const image = { bits: 1, frames: 2, vr: "OB" as const };
  const second = await readNative(image, [0b01_110001, 0b1010], 1);
  assert.deepEqual(valuesOf(second), [1, 0, 0, 1, 0, 1]);
  assert.deepEqual(second.facts.range, { center: 1, width: 2 });
});

Deno.test("colours have 8 bits: RGB in planes, YBR_FULL, 16 bits and a palette", async () => {
  const red = [255, 0, 0];
  const planar = { samples: 3, colours: "RGB", isPlanar: true };
  const planes = [0, 1, 2].flatMap((at) => Array<number>(6).fill(red[at] ?? 0));
  const expected = Array(6).fill(red).flat();
  const rgb = await readNative(planar, planes);
  assert.deepEqual([rgb.facts.channels, rgb.facts.type], [3, "Uint8"]);
  assert.deepEqual(valuesOf(rgb), expected);
  const wide = { bits: 16, samples: 3, colours: "RGB" };
  assert.deepEqual(
    valuesOf(await readNative(wide, words(...expected.map((n) => n * 257)))),
    expected,
  );
  const ybr = { samples: 3, colours: "YBR_FULL" };
  const [first = 0, next = 9] = valuesOf(
    await readNative(ybr, Array(6).fill([76, 85, 255]).flat()),
  );
  assert.ok(first > 250 && next < 4, `${first} ${next}`);
  const table = new Uint8Array(512);
  table.set([0xff, 0xff], 6);
  const more: PlainElement[] = [0x00281101, 0x00281102, 0x00281103].map((tag) => (
    { tag, vr: "US", value: Uint8Array.of(0, 1, 0, 0, 16, 0) }
  ));
  for (const tag of [0x00281201, 0x00281202, 0x00281203]) {
    more.push({ tag, vr: "OW", value: table });
  }
  const palette = await readNative({ colours: "PALETTE COLOR", more }, [3, 0, 0, 0, 0, 0]);
  assert.deepEqual(valuesOf(palette).slice(0, 6), [255, 255, 255, 0, 0, 0]);
});

/** A parametric map of two frames of 1 × 3 values. */
function floatImage(tag: number, vr: string, pixels: ArrayBufferView<ArrayBuffer>): Uint8Array {
  return encodeFile([
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.30"),
    ascii(0x00080018, "UI", "1.2.3"),
    us(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    ascii(0x00280008, "IS", "2"),
    us(0x00280010, 1),
    us(0x00280011, 3),
    us(0x00280100, vr === "OF" ? 32 : 64),
    { tag, vr, value: new Uint8Array(pixels.buffer) },
  ], plainEncodings["explicit"] ?? assert.fail());
}

Deno.test("floating-point values are read, and their window has no rounding", async () => {
  const values = [0, 0, 0, 0.25, NaN, 0.75];
  const images = [
    floatImage(0x7fe00008, "OF", Float32Array.from(values)),
    floatImage(0x7fe00009, "OD", Float64Array.from(values)),
  ];
  for (const image of images) {
    const frame = await read(image, 1);
    assert.deepEqual(valuesOf(frame), [0.25, 0, 0.75]);
    assert.deepEqual([frame.facts.type, frame.facts.voi], ["Float32", "LINEAR_EXACT"]);
    assert.deepEqual(frame.facts.range, { center: 0.375, width: 0.75 });
    assert.equal(await reasonOf(image, 2), "it has no frame of this number");
  }
});

/** A functional group with one value. */
function group(sequence: number, ...elements: readonly PlainElement[]): PlainElement {
  return { tag: sequence, vr: "SQ", value: [elements] };
}

Deno.test("each frame has the window and the rescaling of its functional groups", async () => {
  const windowOf = (center: string): PlainElement =>
    group(0x00289132, ascii(0x00281050, "DS", center), ascii(0x00281051, "DS", "80"));
  const more: PlainElement[] = [
    {
      tag: 0x52009229,
      vr: "SQ",
      value: [[
        group(0x00289145, ascii(0x00281052, "DS", "-10"), ascii(0x00281053, "DS", "2")),
        group(0x00289110, ascii(0x00280030, "DS", "1\\2")),
      ]],
    },
    { tag: 0x52009230, vr: "SQ", value: [[windowOf("5")], [windowOf("70")]] },
  ];
  const image = { frames: 2, more };
  for (const [frame, center] of [[0, 5], [1, 70]] as const) {
    const { facts } = await readNative(image, [...rising, ...rising], frame);
    assert.deepEqual(facts.windows, [{ center, width: 80 }]);
    assert.deepEqual([facts.slope, facts.intercept, facts.pixelHeight], [2, -10, 0.5]);
  }
});

/** An overlay of 2 × 2 pixels in group 6002. */
function overlay(bits: number, ...more: readonly PlainElement[]): PlainElement[] {
  return [
    us(0x60020010, 2),
    us(0x60020011, 2),
    ascii(0x60020040, "CS", "G"),
    us(0x60020100, 1),
    us(0x60020102, 0),
    { tag: 0x60023000, vr: "OW", value: Uint8Array.of(bits, 0) },
    ...more,
  ];
}

Deno.test("an overlay is at its place, of its frame, and cut off at the edge", async () => {
  const origin = (...place: number[]): PlainElement => (
    { tag: 0x60020050, vr: "SS", value: Uint8Array.from(words(...place)) }
  );
  const at = async (place: PlainElement): Promise<number | undefined> => {
    const { facts, bytes } = await readNative({ more: overlay(0b1111, place) }, rising);
    assert.equal(facts.hasOverlay, true);
    assert.equal(bytes.length, 7);
    return bytes[6];
  };
  assert.equal(await at(origin(1, 1)), 0b011_011);
  assert.equal(await at(origin(1, 3)), 0b100_100);
  assert.equal(await at(origin(0, 2)), 0b000_110);
  const second = overlay(0b1, origin(1, 1), ascii(0x60020015, "IS", "1"), us(0x60020051, 2));
  const image = { frames: 2, more: second };
  const frames = [...rising, ...rising];
  assert.equal((await readNative(image, frames, 0)).facts.hasOverlay, false);
  assert.equal((await readNative(image, frames, 1)).facts.hasOverlay, true);
});

Deno.test("a picture that lacks something says so", async () => {
  const embedded = overlay(0).filter(({ tag }) => tag !== 0x60023000);
  assert.deepEqual((await readNative({ more: embedded }, rising)).facts.notes, [
    "It has an overlay that is not shown: an overlay is stored in its pixel data.",
  ]);
  const table = (tag: number): PlainElement => (
    { tag, vr: "SQ", value: [[{ tag: 0x00283006, vr: "OW", value: Uint8Array.of(0, 0) }]] }
  );
  const more = [table(0x00283000), table(0x00283010)];
  assert.deepEqual((await readNative({ more }, rising)).facts.notes, [
    "Its modality look-up table is not applied.",
    "Its VOI look-up table is not applied.",
  ]);
});

Deno.test("only the wanted frame is decoded, and a fault has a reason without data", async () => {
  const shape = {
    rows: 2,
    columns: 3,
    samples: 1,
    bytesPerSample: 1,
    bitsStored: 8,
    isSigned: false,
    colours: "MONOCHROME2",
  };
  const streams = [Uint8Array.of(1, 2, 3, 4), encodeRle(Uint8Array.from(rising), shape)];
  const file = compressedImage({ shape, frames: 2 }, "1.2.840.10008.1.2.5", streams);
  assert.deepEqual(valuesOf(await read(file, 1)), rising);
  assert.equal(await reasonOf(file, 0), "a frame cannot be decoded");
  assert.equal(await reasonOf(file, 2), "it has no frame of this number");
  const video = compressedImage({ shape, frames: 1 }, "1.2.840.10008.1.2.4.102", [
    Uint8Array.of(1, 2),
  ]);
  assert.equal(await reasonOf(video), "its transfer syntax cannot be decoded");
  const text = new TextEncoder().encode("not DICOM, but DOE^JANE".repeat(20));
  assert.doesNotMatch(await reasonOf(text), /DOE/);
});
