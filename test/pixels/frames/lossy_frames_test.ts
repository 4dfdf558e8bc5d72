import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import type { DecodeFrame } from "../../../src/pixels/frames/decoded_frame.ts";
import { framesOf } from "../../../src/pixels/frames/frames_of.ts";
import { compressedImage, framesOf as samplesOf } from "../../support/dicom/compressed_images.ts";
import { plainImage } from "../../support/dicom/compressed_images.ts";
import { pixelKinds } from "../../support/dicom/pixel_cases.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools("dcmcjpeg", "dcmdjpeg", "cjxl", "djxl");
const codecs = await openCodecs(codecsPath());

/** The frames of a file, and what the first one says about itself. */
function read(path: string, decode: DecodeFrame): [frames: Uint8Array[], colours: string] {
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const frames = Array.from(
    framesOf({ header, facts: imageFacts(header) }, decode),
    ({ samples, shape }) => ({ samples: samples.slice(), colours: shape.colours }),
  );
  return [frames.map(({ samples }) => samples), frames[0]?.colours ?? ""];
}

const kinds = [
  ["8 bits", "+eb", "MONOCHROME2"],
  ["12 bits", "+ee", "MONOCHROME2"],
  ["RGB", "+eb", "YBR_FULL"],
] as const;

for (const [kind, option, colours] of kinds) {
  Deno.test({
    name: `frames of JPEG with loss are read as dcmdjpeg decodes them: ${kind}, ${option}`,
    ignore,
    async fn() {
      using directory = tempDir();
      const { path } = directory;
      const image = pixelKinds[kind];
      assert.ok(image);
      const bytes = plainImage({ shape: image.shape, frames: 3, pattern: "smooth" });
      Deno.writeFileSync(`${path}/plain`, bytes);
      await run("dcmcjpeg", [option, `${path}/plain`, `${path}/jpeg`]);
      await run("dcmdjpeg", ["+cn", `${path}/jpeg`, `${path}/native`]);
      const [frames, decodedColours] = read(
        `${path}/jpeg`,
        (stream, shape) => codecs.decode("decodeJpeg", stream, shape),
      );
      const [expected] = read(`${path}/native`, (stream) => stream);
      assert.equal(frames.length, 3);
      assert.deepEqual(frames, expected);
      assert.equal(decodedColours, colours);
    },
  });
}

Deno.test({
  name: "frames of JPEG XL with loss are read as djxl decodes them",
  ignore,
  async fn() {
    using directory = tempDir();
    const { path } = directory;
    const { shape } = pixelKinds["8 bits"] ?? {};
    assert.ok(shape);
    const [frame = new Uint8Array(0)] = samplesOf({ shape, frames: 1 });
    const head = new TextEncoder().encode(`P5\n${shape.columns} ${shape.rows}\n255\n`);
    Deno.writeFileSync(`${path}/x.pgm`, Uint8Array.from([...head, ...frame]));
    await run("cjxl", ["-d", "1", `${path}/x.pgm`, `${path}/x.jxl`]);
    await run("djxl", [`${path}/x.jxl`, `${path}/y.pgm`]);
    const stream = Deno.readFileSync(`${path}/x.jxl`);
    const uid = "1.2.840.10008.1.2.4.112";
    Deno.writeFileSync(`${path}/x`, compressedImage({ shape, frames: 1 }, uid, [stream]));
    const [[samples = new Uint8Array(0)]] = read(
      `${path}/x`,
      (stream, shape) => codecs.decode("decodeJpegXl", stream, shape),
    );
    const expected = Deno.readFileSync(`${path}/y.pgm`).slice(-samples.length);
    const differences = samples.map((sample, at) => Math.abs(sample - (expected[at] ?? 0)));
    assert.ok(Math.max(...differences) <= 1, String(Math.max(...differences)));
  },
});
