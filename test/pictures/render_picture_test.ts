import assert from "node:assert/strict";
import type { PictureRequest, RenderedPicture } from "../../src/model/review_picture.ts";
import { renderPicture } from "../../src/pictures/render_picture.ts";
import { CodecHolder, codecsPath } from "../../src/pixels/codecs/codec_libraries.ts";
import { encodeJpegLossless } from "../../src/pixels/codecs/encode_jpeg_lossless.ts";
import { encodeJpegLs } from "../../src/pixels/codecs/encode_jpeg_ls.ts";
import { encodeRle } from "../../src/pixels/codecs/rle.ts";
import { fileInMemory } from "../../src/system/readable_file.ts";
import { compressedImage } from "../support/dicom/compressed_images.ts";
import { ascii, type PlainElement } from "../support/dicom/encode_data_set.ts";
import { type NativeImage, nativeImage } from "../support/dicom/native_image.ts";
import { sampleFrame } from "../support/dicom/sample_frames.ts";
import { readPng } from "../support/review/read_png.ts";

const codecs = new CodecHolder(codecsPath());
const size = { rows: 2, columns: 3, frames: 1 };

async function render(
  bytes: Uint8Array,
  request: Partial<PictureRequest> = {},
): Promise<RenderedPicture> {
  const result = await renderPicture(
    fileInMemory(bytes),
    { frame: 0, maxSize: 100, ...request },
    codecs,
  );
  assert.ok(!("fault" in result), JSON.stringify(result));
  return result;
}

async function pixelsOf(
  image: Partial<NativeImage>,
  bytes: readonly number[],
  request: Partial<PictureRequest> = {},
): Promise<readonly number[]> {
  const file = nativeImage({ ...size, bits: 8, ...image }, Uint8Array.from(bytes));
  return readPng((await render(file, request)).png).pixels;
}

function words(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff]);
}

function windowed(center: string, width: string, ...more: readonly PlainElement[]): PlainElement[] {
  return [ascii(0x00281050, "DS", center), ascii(0x00281051, "DS", width), ...more];
}

Deno.test("grey of 8 bits is shown as it is, MONOCHROME1 inverted", async () => {
  const values = [0, 1, 100, 200, 254, 255];
  assert.deepEqual(await pixelsOf({}, values), values);
  assert.deepEqual(
    await pixelsOf({ colours: "MONOCHROME1" }, values),
    values.map((value) => 255 - value),
  );
});

Deno.test("the whole range is shown if there is no window, else that of the header", async () => {
  const values = words(0, 100, 200, 300, 400, 510);
  const image = { bits: 16, stored: 12 };
  assert.deepEqual(await pixelsOf(image, values), [0, 50, 100, 150, 200, 255]);
  const more = windowed("200\\10", "201\\3");
  // C.11.2.1.2.1: from 99.5 to 299.5
  assert.deepEqual(await pixelsOf({ ...image, more }, values), [0, 1, 128, 255, 255, 255]);
  const broken = windowed("many", "0");
  assert.deepEqual(await pixelsOf({ ...image, more: broken }, values), [0, 50, 100, 150, 200, 255]);
});

Deno.test("a requested window counts in rescaled values", async () => {
  const values = words(924, 974, 1026, 1074, 1124, 3000);
  const more = [ascii(0x00281052, "DS", "-1024"), ascii(0x00281053, "DS", "1")];
  const file = nativeImage({ ...size, bits: 16, more }, Uint8Array.from(values));
  const { png, window, range } = await render(file, { window: { center: 0.5, width: 201 } });
  assert.deepEqual(readPng(png).pixels, [0, 64, 130, 191, 255, 255]);
  assert.deepEqual(window, { center: 0.5, width: 201 });
  assert.deepEqual(range, [-100, 1976]);
});

Deno.test("a negative slope, signed values and an image of one value are shown", async () => {
  const more = [ascii(0x00281052, "DS", "0"), ascii(0x00281053, "DS", "-1")];
  const rising = [0, 51, 102, 153, 204, 255];
  assert.deepEqual(await pixelsOf({ more }, rising), rising.toReversed());
  const signed = words(-510, -408, -306, -204, -102, 0);
  assert.deepEqual(await pixelsOf({ bits: 16, isSigned: true }, signed), rising);
  const flat = await pixelsOf({ bits: 16, stored: 12 }, words(7, 7, 7, 7, 7, 7));
  assert.equal(new Set(flat).size, 1);
});

Deno.test("colours are shown: RGB in planes, YBR_FULL, a palette, and 16 bits", async () => {
  const red = [255, 0, 0];
  const rgb = [red, red, red, [0, 0, 0], [0, 0, 0], [9, 8, 7]];
  const planes = [0, 1, 2].flatMap((colour) => rgb.map((pixel) => pixel[colour] ?? 0));
  const image = { samples: 3, colours: "RGB" };
  assert.deepEqual(await pixelsOf({ ...image, isPlanar: true }, planes), rgb.flat());
  const ybr = rgb.flatMap(() => [76, 85, 255]);
  const [first = 0, second = 9, third = 9] = await pixelsOf(
    { samples: 3, colours: "YBR_FULL" },
    ybr,
  );
  assert.ok(first > 250 && second < 4 && third < 4, `${first} ${second} ${third}`);
  const wide = rgb.flat().map((value) => value * 257);
  assert.deepEqual(await pixelsOf({ ...image, bits: 16 }, words(...wide)), rgb.flat());
  const table = new Uint8Array(512);
  table.set([0xff, 0xff], 2 * 3);
  const more: PlainElement[] = [0x00281101, 0x00281102, 0x00281103].map((tag) => (
    { tag, vr: "US", value: Uint8Array.of(0, 1, 0, 0, 16, 0) }
  ));
  for (const tag of [0x00281201, 0x00281202, 0x00281203]) {
    more.push({ tag, vr: "OW", value: table });
  }
  const coloured = await pixelsOf({ colours: "PALETTE COLOR", more }, [3, 0, 0, 0, 0, 0]);
  assert.deepEqual(coloured.slice(0, 6), [255, 255, 255, 0, 0, 0]);
});

Deno.test("one frame is shown, in every encoding, and no frame behind the last", async () => {
  for (const encoding of ["explicit", "implicit", "bigEndian", "deflated"] as const) {
    const image = { frames: 3, encoding, vr: "OB" as const };
    const values = [0, 40, 80].flatMap((first) => [0, 1, 2, 3, 4, 5].map((at) => first + at));
    for (const frame of [0, 1, 2]) {
      const expected = values.slice(6 * frame, 6 * frame + 6);
      assert.deepEqual(await pixelsOf(image, values, { frame }), expected, `${encoding} ${frame}`);
    }
    const file = nativeImage({ ...size, bits: 8, ...image }, Uint8Array.from(values));
    assert.deepEqual(
      await renderPicture(fileInMemory(file), { frame: 3, maxSize: 100 }, codecs),
      { fault: "unreadable", reason: "it has no frame of this number" },
    );
  }
});

Deno.test("a compressed frame is decoded alone: the others may be damaged", async () => {
  const shape = {
    rows: 2,
    columns: 3,
    samples: 1,
    bytesPerSample: 1,
    bitsStored: 8,
    isSigned: false,
    colours: "MONOCHROME2",
  };
  const pixels = Uint8Array.of(9, 9, 9, 60, 70, 255);
  const streams = [Uint8Array.of(1, 2, 3, 4), encodeRle(pixels, shape)];
  const file = compressedImage({ shape, frames: 2 }, "1.2.840.10008.1.2.5", streams);
  assert.deepEqual(readPng((await render(file, { frame: 1 })).png).pixels, [...pixels]);
  const damaged = await renderPicture(fileInMemory(file), { frame: 0, maxSize: 100 }, codecs);
  assert.ok("fault" in damaged && damaged.fault === "unreadable");
});

Deno.test("a large frame is shrunken to the means of its pixels", async () => {
  const image = { rows: 4, columns: 6, frames: 1, bits: 8 };
  const pixels = Uint8Array.from({ length: 24 }, (_, at) => at % 2 === 0 ? 0 : 100);
  const { png } = await render(nativeImage(image, pixels), { maxSize: 3 });
  const { rows, columns, pixels: small } = readPng(png);
  assert.deepEqual({ rows, columns }, { rows: 2, columns: 3 });
  assert.deepEqual(small, [50, 50, 50, 50, 50, 50]);
});

Deno.test("a frame that is shrunken much is read at evenly spaced places", async () => {
  const image = { rows: 200, columns: 400, frames: 1, bits: 8 };
  const pixels = Uint8Array.from({ length: 80_000 }, (_, at) => at % 400 < 200 ? 30 : 90);
  const { png } = await render(nativeImage(image, pixels), { maxSize: 16 });
  const { pixels: small } = readPng(png);
  assert.deepEqual([...new Set(small.filter((_, at) => at % 16 < 8))], [30]);
  assert.deepEqual([...new Set(small.filter((_, at) => at % 16 >= 8))], [90]);
});

Deno.test("JPEG-LS and lossless JPEG are shown like native pixels", async () => {
  const shape = {
    rows: 9,
    columns: 7,
    samples: 1,
    bytesPerSample: 2,
    bitsStored: 12,
    isSigned: false,
    colours: "MONOCHROME2",
  };
  const frame = sampleFrame(shape, "smooth", 3);
  const { rows, columns } = shape;
  const plain = nativeImage({ rows, columns, frames: 1, bits: 16, stored: 12 }, frame);
  const expected = readPng((await render(plain)).png).pixels;
  const streams: Readonly<Record<string, Uint8Array>> = {
    "1.2.840.10008.1.2.4.80": encodeJpegLs(frame, shape, 12),
    "1.2.840.10008.1.2.4.70": encodeJpegLossless(frame, shape, 12),
  };
  for (const [uid, stream] of Object.entries(streams)) {
    const file = compressedImage({ shape, frames: 1 }, uid, [stream]);
    assert.deepEqual(readPng((await render(file)).png).pixels, expected, uid);
  }
});

Deno.test("a file that is not an image, or in a format without decoder, has a reason", async () => {
  const request = { frame: 0, maxSize: 100 };
  const text = new TextEncoder().encode("not DICOM, but DOE^JANE".repeat(20));
  const result = await renderPicture(fileInMemory(text), request, codecs);
  assert.ok("fault" in result && result.fault === "unreadable");
  assert.doesNotMatch(result.reason, /DOE/);
  const shape = {
    rows: 2,
    columns: 3,
    samples: 1,
    bytesPerSample: 1,
    bitsStored: 8,
    isSigned: false,
    colours: "MONOCHROME2",
  };
  const streams = [Uint8Array.of(1, 2)];
  const video = compressedImage({ shape, frames: 1 }, "1.2.840.10008.1.2.4.102", streams);
  assert.deepEqual(await renderPicture(fileInMemory(video), request, codecs), {
    fault: "unreadable",
    reason: "its transfer syntax cannot be decoded",
  });
});
