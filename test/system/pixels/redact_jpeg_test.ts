import assert from "node:assert/strict";
import { eachSample } from "../../../bench/privacy/draw_text.ts";
import {
  compressedImage,
  compressions,
  plainImage,
} from "../../support/dicom/compressed_images.ts";
import { decodedSamples } from "../../support/dicom/decoded_samples.ts";
import {
  baseline,
  cjpeg,
  coefficientProgram,
  framesIn,
  jpegKinds,
  jpegTools,
  rareKinds,
  shapeOf,
  testJpeg,
} from "../../support/dicom/jpeg_images.ts";
import { deep, isBlank, screened } from "../../support/dicom/redact_compressed.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools(...jpegTools, "dcmcjpeg", "dcmdjpeg", "djpeg", "tesseract");
const extended = "1.2.840.10008.1.2.4.51";

Deno.test({
  name: "libjpeg reads the same coefficients outside of redacted blocks, in 235 kinds of images",
  ignore,
  fn: async () => {
    using directory = tempDir();
    const program = await coefficientProgram(directory.path);
    for (const kind of [...jpegKinds, ...rareKinds]) await testJpeg(program, kind);
  },
});

for (const [colours, black] of [["MONOCHROME2", 0], ["MONOCHROME1", 4095]] as const) {
  Deno.test({
    name: `dcmdjpeg decodes the same 12-bit samples outside of redacted blocks: ${colours}`,
    ignore,
    fn: async () => {
      using directory = tempDir();
      const { path } = directory;
      const shape = { ...deep, rows: 61, columns: 75, colours };
      const decoder = compressions["JPEG .70 of dcmtk"];
      assert.ok(decoder);
      Deno.writeFileSync(`${path}/plain`, plainImage({ shape, frames: 2 }));
      await run("dcmcjpeg", ["+ee", "+q", "95", `${path}/plain`, `${path}/x`]);
      const outcome = await screened(path);
      assert.ok(outcome.kind === "image", JSON.stringify(outcome));
      assert.equal(outcome.row.transferSyntaxUid, extended);
      const before = new Uint16Array((await decodedSamples(`${path}/x`, decoder, shape)).buffer);
      const output = `${path}/out/${outcome.row.path}`;
      const after = new Uint16Array((await decodedSamples(output, decoder, shape)).buffer);
      const expected = before.map((sample, at) => {
        const [column, row] = [at % shape.columns, Math.floor(at / shape.columns) % shape.rows];
        return isInRedactedBlock(column, row, shape) ? black : sample;
      });
      assert.deepEqual(after, expected);
    },
  });
}

/** Whether the block of 8 × 8 pixels has one that {@link screened} redacts. */
function isInRedactedBlock(
  column: number,
  row: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): boolean {
  const [left, top] = [column - column % 8, row - row % 8];
  for (let y = top; y < Math.min(top + 8, rows); y++) {
    for (let x = left; x < Math.min(left + 8, columns); x++) if (isBlank(x, y)) return true;
  }
  return false;
}

/** The text that is found in a JPEG frame. */
async function textIn(path: string, frame: Uint8Array): Promise<string> {
  Deno.writeFileSync(`${path}/frame`, frame);
  await run("djpeg", ["-grayscale", "-outfile", `${path}/frame.pgm`, `${path}/frame`]);
  return await run("tesseract", [`${path}/frame.pgm`, "-", "--psm", "11", "--dpi", "180"]);
}

for (const sampling of ["grey", "1x1", "2x2", "4x1"]) {
  Deno.test({
    name: `no text can be read in redacted blocks of JPEG: ${sampling}`,
    ignore,
    fn: async () => {
      using directory = tempDir();
      const { path } = directory;
      const kind = { sampling, options: [], rows: 120, columns: 200, quality: 90 };
      const shape = shapeOf(kind);
      const head = `P${shape.samples === 1 ? 5 : 6}\n200 120\n255\n`;
      const samples = new Uint8Array(120 * 200 * shape.samples).fill(40);
      for (
        const [text, left, top] of [["MILLER", 60, 10], ["OTTO", 0, 36], ["TOTO", 0, 70]] as const
      ) {
        eachSample({ text, left: left + 1, top }, (x, y, isStroke) => {
          const at = (y * 200 + x) * shape.samples;
          if (isStroke) samples.fill(230, at, at + shape.samples);
        });
      }
      const stream = await cjpeg(
        path,
        kind,
        Uint8Array.from([...new TextEncoder().encode(head), ...samples]),
      );
      Deno.writeFileSync(`${path}/x`, compressedImage({ shape, frames: 1 }, baseline, [stream]));
      const outcome = await screened(path);
      assert.ok(outcome.kind === "image", JSON.stringify(outcome));
      const [frame = stream] = framesIn(`${path}/out/${outcome.row.path}`);
      const [before, after] = [await textIn(path, stream), await textIn(path, frame)];
      assert.match(before, /MILLER[^]*OTTO[^]*TOTO/);
      assert.match(after, /MILLER/);
      assert.doesNotMatch(after.replace("MILLER", ""), /[A-Z0-9]/i);
    },
  });
}
