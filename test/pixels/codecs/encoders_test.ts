import assert from "node:assert/strict";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { decodeJpegLossless } from "../../../src/pixels/codecs/decode_jpeg_lossless.ts";
import { decodeJpegLs } from "../../../src/pixels/codecs/decode_jpeg_ls.ts";
import { encodeJpegLossless } from "../../../src/pixels/codecs/encode_jpeg_lossless.ts";
import { encodeJpegLs } from "../../../src/pixels/codecs/encode_jpeg_ls.ts";
import { decodeRle, encodeRle } from "../../../src/pixels/codecs/rle.ts";
import { streamFacts } from "../../../src/pixels/codecs/stream_facts.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { patterns, sampleFrame } from "../../support/dicom/sample_frames.ts";

const codecs = await openCodecs(codecsPath());
const sizes = [[1, 1], [7, 5], [64, 61], [90, 130]] as const;

function shapeOf(rows: number, columns: number, samples: number, bitsStored: number): FrameShape {
  return {
    rows,
    columns,
    samples,
    bitsStored,
    isSigned: false,
    bytesPerSample: bitsStored > 8 ? 2 : 1,
    colours: samples === 1 ? "MONOCHROME2" : "RGB",
  };
}

const encoders = {
  "JPEG lossless": [encodeJpegLossless, "decodeJpeg"],
  "JPEG-LS": [encodeJpegLs, "decodeJpegLs"],
  "RLE": [encodeRle, "decodeRle"],
} as const;

for (const [name, [encode, decoder]] of Object.entries(encoders)) {
  for (const bits of [2, 8, 10, 12, 16]) {
    Deno.test(`a frame encoded as ${name} is the same in another decoder: ${bits} bits`, () => {
      for (const samples of bits === 2 ? [1] : [1, 3]) {
        for (const [rows, columns] of sizes) {
          for (const pattern of patterns) {
            const shape = shapeOf(rows, columns, samples, bits);
            const frame = sampleFrame(shape, pattern, rows + bits);
            const stream = encode(frame, shape, bits);
            assert.deepEqual(codecs.decode(decoder, stream, shape), frame, `${pattern} ${rows}`);
            if (name === "JPEG lossless") {
              assert.deepEqual(decodeJpegLossless(stream, shape), frame);
            }
            if (name === "JPEG-LS") assert.deepEqual(decodeJpegLs(stream, shape), frame);
            if (name === "RLE") assert.deepEqual(decodeRle(stream, shape), frame);
            else assert.equal(streamFacts(stream)?.precision, bits);
          }
        }
      }
    });
  }
}

Deno.test("a damaged RLE stream has a reason and never more bytes than the frame", () => {
  const shape = shapeOf(20, 30, 3, 8);
  const stream = encodeRle(sampleFrame(shape, "smooth", 1), shape);
  const damaged: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
    "a header is cut off": (bytes) => bytes.subarray(0, 63),
    "a segment is cut off": (bytes) => bytes.subarray(0, bytes.length - 20),
    "another number of segments": (bytes) => bytes.with(0, 2),
    "an offset behind the end": (bytes) => bytes.with(11, 0xff),
    "an offset in the header": (bytes) => bytes.with(4, 3),
    "a run beyond the frame": (bytes) => bytes.fill(0x81, 64),
  };
  for (const [name, damage] of Object.entries(damaged)) {
    assert.equal(typeof decodeRle(damage(stream.slice()), shape), "string", name);
  }
});

Deno.test("the facts of a stream are undefined unless it is a whole header of a known kind", () => {
  const shape = shapeOf(9, 8, 1, 12);
  const stream = encodeJpegLs(sampleFrame(shape, "noise", 3), shape, 12);
  assert.equal(streamFacts(stream)?.kind, "jpeg-ls");
  for (const size of [0, 1, 3, 8, 13]) {
    assert.equal(streamFacts(stream.subarray(0, size)), undefined);
  }
  const subsampled = stream.with(13, 0x22);
  assert.equal(streamFacts(subsampled), undefined);
});
