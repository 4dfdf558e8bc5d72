import assert from "node:assert/strict";
import { openImagePool } from "../../../src/pipeline/image/image_pool.ts";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { encodeRle } from "../../../src/pixels/codecs/rle.ts";
import { compressedImage, framesOf } from "../../support/dicom/compressed_images.ts";
import { colours } from "../../support/dicom/redact_compressed.ts";
import { tempDir } from "../../support/temp_dir.ts";

const root = "1.2.840.10008.1.2.";

Deno.test("a thread with few permissions redacts compressed images, also after a damaged one", async () => {
  using directory = tempDir();
  const { path } = directory;
  Deno.mkdirSync(`${path}/in`);
  const image = { shape: colours, frames: 2 };
  const codecs = await openCodecs(codecsPath());
  const options = { hasColourTransform: false, isByResolution: false };
  const rle = framesOf(image).map((frame) => encodeRle(frame, colours));
  const good = framesOf(image)
    .map((frame) => codecs.encode("encodeJpeg2000", frame, colours, options));
  const xl = framesOf(image).map((frame) => codecs.encode("encodeJpegXl", frame, colours, options));
  const damaged = good.map((stream) => stream.subarray(0, 400));
  const files = [
    compressedImage(image, `${root}4.90`, good),
    compressedImage(image, `${root}4.90`, damaged),
    compressedImage(image, `${root}5`, rle),
    compressedImage(image, `${root}4.110`, xl),
    compressedImage(image, `${root}4.90`, good),
  ];
  for (const [at, bytes] of files.entries()) Deno.writeFileSync(`${path}/in/${at}`, bytes);
  const text = "FORMAT dicom\n%filter graylist\nLABEL known\n  coordinates 0,0,9,9";
  using pool = openImagePool(1, { inboxes: [`${path}/in`], outputs: [`${path}/out`] }, {
    keys: [new Uint8Array(32).fill(7)],
    options: [],
    recipe: { file: "site.dicom", text },
    quarantine: undefined,
    gate: "image",
    filesAtOnce: 2,
  }, 600_000);
  const entries = files.map((_, at) => ({ number: at + 1, path: String(at), isFile: true }));
  const task = { folder: `${path}/in`, staged: `${path}/out`, code: "B-1", files: entries };
  const outcomes = await pool.run(task);
  const codes = outcomes.map((one) => one.kind === "image" ? "image" : one.skipped.code);
  assert.deepEqual(codes, ["image", "HELD_BACK", "image", "image", "image"]);
});
