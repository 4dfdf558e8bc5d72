import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { framesOf } from "../../../src/pixels/frames/frames_of.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { tempDir } from "../../support/temp_dir.ts";

const size = { rows: 7, columns: 5, frames: 3 };
const count = size.rows * size.columns * size.frames;
const text = [
  "FORMAT dicom",
  "%filter graylist",
  "LABEL known",
  "coordinates 1,2,4,6",
  "keepcoordinates 2,3,3,4",
].join("\n");

function isBlank(at: number): boolean {
  const [column, row] = [at % 5, Math.floor(at / 5) % 7];
  const isKept = column === 2 && row === 3;
  return column >= 1 && column < 4 && row >= 2 && row < 6 && !isKept;
}

function bitsOf(path: string): number[] {
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const frames = framesOf({ header, facts: imageFacts(header) }, () => new Uint8Array(0));
  return Array.from(frames, ({ samples }) => [...samples]).flat();
}

for (const encoding of ["explicit", "implicit", "deflated", "bigEndian"] as const) {
  for (const colours of ["MONOCHROME1", "MONOCHROME2"]) {
    for (const bufferSize of [6, 1 << 20]) {
      Deno.test(`samples of one bit are redacted: ${encoding}, ${colours}, ${bufferSize}`, async () => {
        using directory = tempDir();
        const { path } = directory;
        const random = randomNumbers(bufferSize);
        const pixels = Uint8Array.from({ length: Math.ceil(count / 16) * 2 }, () => random(256));
        const image = nativeImage({ ...size, bits: 1, encoding, colours }, pixels);
        Deno.writeFileSync(`${path}/x`, image);
        const { recipes } = recipesOf({ file: "site.dicom", text });
        const tools = { ...imageTools(), recipes, buffer: new Uint8Array(bufferSize) };
        const task = { folder: path, staged: `${path}/out`, code: "B-1", files: [] };
        const entry = { number: 1, path: "x", isFile: true };
        const outcome = await processImage(task, entry, tools);
        assert.ok(outcome.kind === "image", JSON.stringify(outcome));
        const before = bitsOf(`${path}/x`);
        assert.equal(before.length, count);
        const blank = colours === "MONOCHROME1" ? 1 : 0;
        assert.deepEqual(
          bitsOf(`${path}/out/${outcome.row.path}`),
          before.map((bit, at) => isBlank(at) ? blank : bit),
        );
      });
    }
  }
}
