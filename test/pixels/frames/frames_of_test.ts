import assert from "node:assert/strict";
import { imageFacts, type ImageHeader } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { decodeRle, encodeRle } from "../../../src/pixels/codecs/rle.ts";
import { framesOf } from "../../../src/pixels/frames/frames_of.ts";
import { fileInMemory } from "../../../src/system/readable_file.ts";
import { compressedImage } from "../../support/dicom/compressed_images.ts";
import { type NativeImage, nativeImage } from "../../support/dicom/native_image.ts";
import { sampleFrame } from "../../support/dicom/sample_frames.ts";
import { randomNumbers } from "../../support/random_numbers.ts";

const size = { rows: 7, columns: 5, frames: 3 };
const count = size.rows * size.columns * size.frames;

const kinds: Readonly<Record<string, NativeImage>> = {
  "8 bits": { ...size, bits: 8 },
  "8 bits in bytes, big endian": { ...size, bits: 8, encoding: "bigEndian", vr: "OB" },
  "8 bits in words, big endian": { ...size, bits: 8, encoding: "bigEndian" },
  "16 bits, implicit": { ...size, bits: 16, stored: 12, encoding: "implicit" },
  "16 bits, big endian": { ...size, bits: 16, isSigned: true, encoding: "bigEndian" },
  "16 bits, deflated": { ...size, bits: 16, encoding: "deflated" },
  "32 bits": { ...size, bits: 32 },
  "RGB": { ...size, bits: 8, samples: 3, colours: "RGB" },
  "RGB, planar": { ...size, bits: 8, samples: 3, colours: "RGB", isPlanar: true },
  "RGB, planar, of 16 bits": { ...size, bits: 16, samples: 3, colours: "RGB", isPlanar: true },
  "YBR_FULL, planar, big endian": {
    ...size,
    bits: 8,
    samples: 3,
    colours: "YBR_FULL",
    isPlanar: true,
    encoding: "bigEndian",
  },
};

function opened(bytes: Uint8Array): ImageHeader {
  const header = readHeader(fileInMemory(bytes));
  return { header, facts: imageFacts(header) };
}

function noCodec(): never {
  throw new TypeError("native frames are not decoded");
}

function read(image: ImageHeader, decode = noCodec as Parameters<typeof framesOf>[1]): number[][] {
  return Array.from(framesOf(image, decode), ({ samples }) => [...samples]);
}

/** The frames of native bytes, a pixel's samples together. */
function expected(pixels: Uint8Array, { bits, samples = 1, isPlanar }: NativeImage): number[][] {
  const bytes = bits / 8;
  const pixelsOfFrame = size.rows * size.columns;
  return Array.from(
    { length: size.frames },
    (_, frame) =>
      Array.from({ length: pixelsOfFrame * samples * bytes }, (_, at) => {
        const [sample, byte] = [Math.floor(at / bytes), at % bytes];
        const [pixel, plane] = [Math.floor(sample / samples), sample % samples];
        const place = isPlanar ? plane * pixelsOfFrame + pixel : sample;
        return pixels[(frame * pixelsOfFrame * samples + place) * bytes + byte] ?? 0;
      }),
  );
}

for (const [name, kind] of Object.entries(kinds)) {
  Deno.test(`native frames are read one at a time, in little endian and without planes: ${name}`, () => {
    const random = randomNumbers(kind.bits);
    const pixels = Uint8Array.from(
      { length: count * (kind.samples ?? 1) * kind.bits / 8 },
      () => random(256),
    );
    const frames = read(opened(nativeImage(kind, pixels)));
    assert.deepEqual(frames, expected(pixels, kind));
  });
}

for (const encoding of ["explicit", "deflated", "bigEndian"] as const) {
  Deno.test(`frames of one bit that end within bytes are read: ${encoding}`, () => {
    const random = randomNumbers(1);
    const bits = Array.from({ length: count }, () => random(2));
    const pixels = new Uint8Array(Math.ceil(count / 16) * 2);
    for (const [at, bit] of bits.entries()) {
      pixels[at >> 3] = (pixels[at >> 3] ?? 0) | bit << (at & 7);
    }
    const frames = read(opened(nativeImage({ ...size, bits: 1, encoding }, pixels)));
    assert.deepEqual(frames.flat(), bits);
  });
}

const shape = {
  rows: 9,
  columns: 8,
  samples: 1,
  bytesPerSample: 2,
  bitsStored: 12,
  isSigned: false,
  colours: "MONOCHROME2",
};

Deno.test("compressed frames are decoded one at a time, with the stream of each", () => {
  const frames = ["smooth", "noise"].map((pattern, at) =>
    sampleFrame(shape, pattern as "smooth" | "noise", at)
  );
  const streams = frames.map((frame) => encodeRle(frame, shape));
  const image = opened(compressedImage({ shape, frames: 2 }, "1.2.840.10008.1.2.5", streams));
  const decode: Parameters<typeof framesOf>[1] = (stream, shape) => {
    const frame = decodeRle(stream, shape);
    return typeof frame === "string" ? new Uint8Array(0) : frame;
  };
  const read = Array.from(framesOf(image, decode));
  assert.deepEqual(read.map(({ samples }) => samples), frames);
  assert.deepEqual(read.map(({ stream }) => stream), streams);
  assert.deepEqual(read[0]?.shape, shape);
});

const unreadable: Readonly<Record<string, readonly [NativeImage, number, RegExp]>> = {
  "a frame is missing": [{ ...size, bits: 8 }, count - 35, /do not have the length/],
  "64 bits": [{ ...size, bits: 64 }, count * 8, /not of 1, 8, 16 or 32 bits/],
  "YBR_FULL_422": [{ ...size, bits: 8, samples: 3, colours: "YBR_FULL_422" }, count * 2, /colour/],
};

for (const [name, [kind, length, reason]] of Object.entries(unreadable)) {
  Deno.test(`frames that cannot be read have a reason: ${name}`, () => {
    const image = opened(nativeImage(kind, new Uint8Array(length)));
    assert.throws(() => read(image), (error: Error) => {
      assert.equal(error.name, "UnreadableFrame");
      assert.match(error.message, reason);
      return true;
    });
  });
}

Deno.test("an error of a codec is a reason, and has no text of the library", () => {
  const image = opened(
    compressedImage({ shape, frames: 1 }, "1.2.840.10008.1.2.5", [new Uint8Array(70)]),
  );
  const decode = (): never => {
    throw new Error("DOE^JANE");
  };
  assert.throws(() => read(image, decode), { message: "a frame cannot be decoded" });
});
