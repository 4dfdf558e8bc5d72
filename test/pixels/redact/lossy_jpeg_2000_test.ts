import dcmjsCodecs from "dcmjs-codecs";
import assert from "node:assert/strict";
import { codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { streamFacts } from "../../../src/pixels/codecs/stream_facts.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import {
  compressedImage,
  framesOf,
  type PlainImage,
} from "../../support/dicom/compressed_images.ts";
import { framesIn } from "../../support/dicom/jpeg_images.ts";
import { colours, deep, grey, isBlank, screened } from "../../support/dicom/redact_compressed.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools("opj_decompress");
const { Context, NativeCodecs } = dcmjsCodecs;
await NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl: codecsPath().native });
const root = "1.2.840.10008.1.2.4.";
const images: Readonly<Record<string, PlainImage>> = {
  "8 bits": { shape: grey, frames: 2 },
  "16 bits": { shape: { ...deep, bitsStored: 16 }, frames: 1 },
  "RGB": { shape: colours, frames: 2 },
  "YBR_ICT": { shape: { ...colours, colours: "YBR_ICT" }, frames: 1 },
};

/** Compresses a frame with loss. */
function lossy(syntax: string, frame: Uint8Array, shape: FrameShape): Uint8Array {
  const context = new Context({
    width: shape.columns,
    height: shape.rows,
    bitsAllocated: 8 * shape.bytesPerSample,
    bitsStored: shape.bitsStored,
    samplesPerPixel: shape.samples,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: shape.colours === "YBR_ICT" ? "RGB" : "MONOCHROME2",
    decodedBuffer: frame,
  });
  if (shape.colours === "RGB") context.setPhotometricInterpretation("YBR_FULL");
  const encoder = syntax === "203" ? "encodeHtJpeg2000" : "encodeJpeg2000";
  return NativeCodecs[encoder](context, { lossy: true, rate: 10 }).getEncodedBuffer() ?? frame;
}

/** A plane for each colour, decoded by opj_decompress. */
async function decoded(path: string): Promise<Uint8Array[]> {
  return await Array.fromAsync(framesIn(path), async (stream) => {
    Deno.writeFileSync(`${path}.j2k`, stream);
    await run("opj_decompress", ["-i", `${path}.j2k`, "-o", `${path}.rawl`]);
    return Deno.readFileSync(`${path}.rawl`);
  });
}

function redacted(planes: Uint8Array, { rows, columns, bytesPerSample }: FrameShape): Uint8Array {
  return planes.map((byte, at) => {
    const pixel = Math.floor(at / bytesPerSample) % (rows * columns);
    return isBlank(pixel % columns, Math.floor(pixel / columns)) ? 0 : byte;
  });
}

for (const [syntax, lossless] of [["91", "90"], ["203", "201"]] as const) {
  for (const [kind, image] of Object.entries(images)) {
    Deno.test({
      name: `lossy frames are decoded, redacted and stored without loss: .${syntax}, ${kind}`,
      ignore,
      async fn() {
        using directory = tempDir();
        const { path } = directory;
        const streams = framesOf({ ...image, pattern: "smooth" })
          .map((frame) => lossy(syntax, frame, image.shape));
        assert.equal(streamFacts(streams[0] ?? new Uint8Array(0))?.isReversible, false);
        Deno.writeFileSync(`${path}/x`, compressedImage(image, root + syntax, streams));
        const outcome = await screened(path);
        assert.ok(outcome.kind === "image", JSON.stringify(outcome));
        const before = await decoded(`${path}/x`);
        const after = await decoded(`${path}/out/${outcome.row.path}`);
        assert.deepEqual(after, before.map((planes) => redacted(planes, image.shape)));
        assert.equal(outcome.row.transferSyntaxUid, root + lossless);
        const header = JSON.parse(outcome.row.header);
        assert.deepEqual(header["00282110"].Value, ["01"]);
        const expected = image.shape.colours === "YBR_ICT" ? "YBR_RCT" : image.shape.colours;
        assert.deepEqual(header["00280004"].Value, [expected]);
      },
    });
  }
}
