import assert from "node:assert/strict";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import * as Tag from "../../../src/dicom/tag.ts";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { findFrames, readFrame } from "../../../src/pixels/frames/find_frames.ts";
import { wholeBytes } from "../../../src/pixels/codecs/whole_bytes.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import {
  compressedImage,
  framesOf,
  type PlainImage,
} from "../../support/dicom/compressed_images.ts";
import { colours, deep, grey, isBlank, screened } from "../../support/dicom/redact_compressed.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools("opj_decompress");
const codecs = await openCodecs(codecsPath());
const root = "1.2.840.10008.1.2.4.";
const images: Readonly<Record<string, PlainImage>> = {
  "8 bits": { shape: grey, frames: 2 },
  "7 bits": { shape: { ...grey, bitsStored: 7 }, frames: 1 },
  "8 bits, signed": { shape: { ...grey, isSigned: true }, frames: 2 },
  "9 bits": { shape: { ...deep, bitsStored: 9 }, frames: 1 },
  "12 bits": { shape: deep, frames: 2 },
  "12 bits, signed": { shape: { ...deep, isSigned: true }, frames: 1 },
  "15 bits": { shape: { ...deep, bitsStored: 15 }, frames: 1 },
  "16 bits": { shape: { ...deep, bitsStored: 16 }, frames: 1 },
  "16 bits, signed": { shape: { ...deep, bitsStored: 16, isSigned: true }, frames: 1 },
  "RGB": { shape: colours, frames: 2 },
  "YBR_RCT": { shape: { ...colours, colours: "YBR_RCT" }, frames: 1 },
};

function write(path: string, { shape, ...image }: PlainImage, syntax: string): void {
  const encoder = syntax.startsWith("20") ? "encodeHtJpeg2000" : "encodeJpeg2000";
  const options = {
    hasColourTransform: shape.colours === "YBR_RCT",
    isByResolution: syntax === "202",
  };
  const whole = wholeBytes(shape);
  const streams = framesOf({ shape, ...image }).map((frame) =>
    whole.ownStream(codecs.encode(encoder, whole.raise(frame), whole.shape, options))
  );
  Deno.writeFileSync(path, compressedImage({ shape, ...image }, root + syntax, streams));
}

/** The samples of each frame, decoded by opj_decompress: a plane for each colour. */
async function decoded(path: string, count: number): Promise<Uint8Array[]> {
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const element = header.find(Tag.PixelData);
  const frames = element && findFrames(header, element, count);
  assert.ok(Array.isArray(frames));
  return await Array.fromAsync(frames, async (frame, index) => {
    const stream = readFrame(header.source(), frame, 1 << 20);
    assert.ok(stream);
    const to = `${path}.${index}`;
    Deno.writeFileSync(`${to}.j2k`, stream);
    await run("opj_decompress", ["-i", `${to}.j2k`, "-o", `${to}.rawl`]);
    return Deno.readFileSync(`${to}.rawl`);
  });
}

function redacted(planes: Uint8Array, { rows, columns, bytesPerSample }: FrameShape): Uint8Array {
  return planes.map((byte, at) => {
    const pixel = Math.floor(at / bytesPerSample) % (rows * columns);
    return isBlank(pixel % columns, Math.floor(pixel / columns)) ? 0 : byte;
  });
}

for (const syntax of ["90", "91", "201", "202", "203"]) {
  for (const [kind, image] of Object.entries(images)) {
    Deno.test({
      name: `frames of JPEG 2000 are redacted and keep all other samples: .${syntax}, ${kind}`,
      ignore,
      async fn() {
        using directory = tempDir();
        write(`${directory.path}/x`, image, syntax);
        const outcome = await screened(directory.path);
        assert.ok(outcome.kind === "image", JSON.stringify(outcome));
        const output = `${directory.path}/out/${outcome.row.path}`;
        const before = await decoded(`${directory.path}/x`, image.frames);
        const after = await decoded(output, image.frames);
        assert.deepEqual(after, before.map((planes) => redacted(planes, image.shape)));
        using file = Deno.openSync(output);
        const header = readHeader(file);
        assert.equal(header.transferSyntaxUID, root + syntax);
        assert.equal(header.find(Tag.ExtendedOffsetTable), undefined, "it is not stale");
        assert.equal(header.find(Tag.ExtendedOffsetTableLengths), undefined);
      },
    });
  }
}

for (const syntax of ["90", "201"]) {
  Deno.test(`JPEG 2000 with colours of more than 8 bits is held back: .${syntax}`, async () => {
    using directory = tempDir();
    const shape = { ...colours, bytesPerSample: 2, bitsStored: 12 };
    write(`${directory.path}/x`, { shape, frames: 1 }, syntax);
    const outcome = await screened(directory.path);
    assert.ok(outcome.kind === "skipped");
    assert.equal(outcome.skipped.code, "HELD_BACK");
  });
}
