import assert from "node:assert/strict";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { encodeJpegLossless } from "../../../src/pixels/codecs/encode_jpeg_lossless.ts";
import { encodeJpegLs } from "../../../src/pixels/codecs/encode_jpeg_ls.ts";
import { encodeRle } from "../../../src/pixels/codecs/rle.ts";
import {
  compressedImage,
  framesOf,
  type PlainImage,
} from "../../support/dicom/compressed_images.ts";
import { deep, grey, screened } from "../../support/dicom/redact_compressed.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { tempDir } from "../../support/temp_dir.ts";

const codecs = await openCodecs(codecsPath());
const root = "1.2.840.10008.1.2.";
const shape = { ...deep, bitsStored: 16 };
const image: PlainImage = { shape, frames: 1 };
const [frame = new Uint8Array(0)] = framesOf(image);
const options = { hasColourTransform: false, isByResolution: false };

/** Far more than a frame takes on a busy machine, to notice a decoder that does not end. */
const longestMs = 60_000;

/** A stream, and how many of its damaged copies are tried. */
const streams: Readonly<Record<string, readonly [Uint8Array, number]>> = {
  "5": [encodeRle(frame, shape), 40],
  "4.70": [encodeJpegLossless(frame, shape, 16), 40],
  "4.80": [encodeJpegLs(frame, shape, 16), 40],
  "4.90": [codecs.encode("encodeJpeg2000", frame, shape, options), 8],
  "4.110": [codecs.encode("encodeJpegXl", frame, shape, options), 8],
  "4.201": [codecs.encode("encodeHtJpeg2000", frame, shape, options), 8],
};

/** Cut off, or with other bytes: in the header, or anywhere. */
function damaged(stream: Uint8Array, random: (below: number) => number): Uint8Array {
  const kind = random(3);
  if (kind === 0) return stream.subarray(0, random(stream.length));
  const copy = stream.slice();
  for (let left = 1 + random(6); left > 0; left--) {
    copy[random(kind === 1 ? Math.min(120, copy.length) : copy.length)] = random(256);
  }
  return copy;
}

for (const [syntax, [stream, count]] of Object.entries(streams)) {
  Deno.test(`a damaged frame is held back, and the next image is redacted: .${syntax}`, async () => {
    using directory = tempDir();
    const random = randomNumbers(count);
    const codes = new Set<string>();
    const process = async (bytes: Uint8Array): Promise<string> => {
      const path = `${directory.path}/x`;
      Deno.writeFileSync(path, compressedImage(image, `${root}${syntax}`, [bytes]));
      const outcome = await screened(directory.path);
      await Deno.remove(`${directory.path}/out`, { recursive: true }).catch(() => {});
      return outcome.kind === "image" ? "image" : outcome.skipped.code;
    };
    for (let left = count; left > 0; left--) {
      const startedAt = performance.now();
      codes.add(await process(damaged(stream, random)));
      assert.ok(performance.now() - startedAt < longestMs);
    }
    assert.ok(codes.has("HELD_BACK"));
    codes.delete("HELD_BACK");
    codes.delete("image");
    assert.deepEqual([...codes], []);
    assert.equal(await process(stream), "image");
  });
}

Deno.test("a frame with other rows than the header is not decoded", async () => {
  using directory = tempDir();
  const huge = encodeJpegLossless(frame, shape, 16).with(7, 0xff);
  Deno.writeFileSync(`${directory.path}/x`, compressedImage(image, `${root}4.70`, [huge]));
  const outcome = await screened(directory.path);
  assert.ok(outcome.kind === "skipped");
  assert.match(outcome.skipped.reason, /a frame does not have its rows, columns and samples$/);
});

Deno.test("an image is held back if its frames cannot be told apart, and for other syntaxes", async () => {
  using directory = tempDir();
  const bytes = encodeRle(framesOf({ shape: grey, frames: 1 })[0] ?? frame, grey);
  const three = { shape: grey, frames: 3 };
  Deno.writeFileSync(`${directory.path}/x`, compressedImage(three, `${root}5`, [bytes, bytes]));
  const apart = await screened(directory.path);
  assert.ok(apart.kind === "skipped");
  assert.match(apart.skipped.reason, /the starts of its frames are unknown$/);
  const lossy = compressedImage({ shape: grey, frames: 1 }, `${root}4.111`, [bytes]);
  Deno.writeFileSync(`${directory.path}/x`, lossy);
  const other = await screened(directory.path);
  assert.ok(other.kind === "skipped");
  assert.match(other.skipped.reason, /its pixel data are compressed$/);
});
